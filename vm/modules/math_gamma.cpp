// gamma and lgamma to the last digits, equal to CPython's: Lanczos' approximation with 13 terms,
//   gamma(x) = L(x) * (x + g - 1/2)^(x - 1/2) / e^(x + g - 1/2),   L(x) = P(x) / (x (x+1) ... (x+11)),
// where P is the polynomial of degree 12 that makes it exact at x = 1, 2, ..., 13. Source: G. Pugh, "An analysis of the
// Lanczos gamma approximation" (2004). The sums of rounding errors in x + g - 1/2 are put right afterwards.
#include "vm/modules/math_gamma.h"

#include <cmath>

namespace terrarium {

namespace {

constexpr double g = 6.024680040776729583740234375;
constexpr double g_less_half = 5.524680040776729583740234375;
constexpr double log_pi = 1.144729885849400174143427351353058711647;
constexpr int terms = 13;

// Of x^0, x^1, ...
constexpr double numerator[terms] = {
    23531376880.4107596885720076744516367, 42919803642.6490987689578990470019888, 35711959237.3556680494401854515471666,
    17921034426.0372096999197557544589311, 6039542586.35202800506429164430729792, 1439720407.31172167366322307279491239,
    248874557.862054156511460386413229423, 31426415.5854001943806142316283182053, 2876370.62893537244122540905162084961,
    186056.265395223495040294989716045699, 8071.67200236581621063800290227225061, 210.824277751579345872509733920713363,
    2.50662827463100027016490817713383733,
};
constexpr double denominator[terms] = {0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1};

double lanczos(double x) {
    double over = 0, under = 0;
    if (x < 5) {
        for (int i = terms; --i >= 0;) {
            over = over * x + numerator[i];
            under = under * x + denominator[i];
        }
    } else { // in 1/x, or the powers overflow
        for (int i = 0; i < terms; i++) {
            over = over / x + numerator[i];
            under = under / x + denominator[i];
        }
    }
    return over / under;
}

// sin(pi x), exact about the zeros.
double sine_of_pi(double x) {
    double y = std::fmod(std::fabs(x), 2.0), r = 0;
    switch (static_cast<int>(std::round(2.0 * y))) {
        case 0: r = std::sin(M_PI * y); break;
        case 1: r = std::cos(M_PI * (y - 0.5)); break;
        case 2: r = std::sin(M_PI * (1.0 - y)); break; // not -sin(pi (y - 1)): the zero's sign
        case 3: r = -std::cos(M_PI * (y - 1.5)); break;
        case 4: r = std::sin(M_PI * (y - 2.0)); break;
    }
    return std::copysign(1.0, x) * r;
}

} // namespace

double gamma_of(double x) {
    double size = std::fabs(x);
    if (x == std::floor(x) && x >= 1 && x <= 23) { // factorials a double holds exactly
        double r = 1;
        for (int i = 2; i < static_cast<int>(x); i++) r *= i;
        return r;
    }
    if (size < 1e-20) return 1.0 / x;
    if (size > 200) return x < 0 ? 0.0 / sine_of_pi(x) : HUGE_VAL;
    // What rounding took from y, as a factor.
    double y = size + g_less_half;
    double lost = size > g_less_half ? y - size - g_less_half : y - g_less_half - size;
    double correction = lost * g / y, r;
    auto raise = [&](bool divide) { // by y^(size - 1/2), in two steps where one overflows
        double power = size < 140 ? std::pow(y, size - 0.5) : std::pow(y, size / 2.0 - 0.25);
        for (int steps = size < 140 ? 1 : 2; steps > 0; steps--) r = divide ? r / power : r * power;
    };
    if (x < 0) {
        r = -M_PI / sine_of_pi(size) / size * std::exp(y) / lanczos(size);
        r -= correction * r;
        raise(true);
    } else {
        r = lanczos(size) / std::exp(y);
        r += correction * r;
        raise(false);
    }
    return r;
}

double log_gamma_of(double x) {
    double size = std::fabs(x);
    if (x == 1 || x == 2) return 0;
    if (size < 1e-20) return -std::log(size);
    double r = std::log(lanczos(size)) - g;
    r += (size - 0.5) * (std::log(size + g - 0.5) - 1);
    if (x < 0) r = log_pi - std::log(std::fabs(sine_of_pi(size))) - std::log(size) - r;
    return r;
}

} // namespace terrarium
