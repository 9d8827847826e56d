// See describe.h.
#include "inspect/describe.h"

#include "bytecode/opcodes.h"
#include "memory/heap.h"
#include "memory/shape.h"
#include "memory/sharing.h"
#include "support/unicode.h"
#include "support/utf8.h"
#include "vm/core/descriptor.h"
#include "vm/core/dict.h"
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/str.h"
#include "vm/objects/bytes.h"
#include "vm/objects/code.h"
#include "vm/objects/exceptions.h"
#include "vm/objects/print_traceback.h"

#include <sys/stat.h>

#include <bit>
#include <cstdio>
#include <cstring>

namespace terrarium::inspect {

namespace {

constexpr size_t text_limit = 200; // characters of an atom's text

class SlotReader final : public Visitor {
public:
    explicit SlotReader(Slots* out) : out_(out) { wants_immediates = true; }
    void visit(Object* target, Edge edge) override {
        out_->words.push_back(Value::object(target).bits);
        out_->edges.push_back(edge);
    }
    void visit_immediate(uint64_t bits, Edge edge) override {
        out_->words.push_back(bits);
        out_->edges.push_back(edge);
    }

private:
    Slots* out_;
};

std::string cut(std::string text, size_t width) {
    if (text.size() <= width) return text;
    size_t end = width > 3 ? width - 3 : 0;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) end--;
    return text.substr(0, end) + "...";
}

bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x7f && c != '\'' && c != '\\'; }

// repr of at most the first `text_limit` characters; a Str that is not an exact str reads the same.
std::string str_text(const Str* s) {
    std::string out = "'";
    size_t n = std::min<size_t>(s->length, text_limit);
    out.reserve(n + 2);
    for (size_t i = 0; i < n; i++) {
        size_t plain = i;
        while (s->unit == 1 && plain < n && is_plain(s->data1()[plain])) plain++;
        if (plain > i) {
            out.append(reinterpret_cast<const char*>(s->data1()) + i, plain - i);
            i = plain;
            if (i == n) break;
        }
        uint32_t c = s->at(i);
        if (c == '\n') out += "\\n";
        else if (c == '\t') out += "\\t";
        else if (c == '\r') out += "\\r";
        else if (c == '\'' || c == '\\') (out += '\\') += static_cast<char>(c);
        else if (!is_printable(c)) {
            char buffer[16];
            std::snprintf(buffer, sizeof buffer, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
            out += buffer;
        } else append_utf8(out, c);
    }
    return out + (n < s->length ? "...'" : "'");
}

std::string bytes_text(const char* prefix, std::string_view bytes, const char* suffix) {
    std::string out = std::string(prefix) + "b'";
    size_t n = std::min(bytes.size(), text_limit / 2);
    for (char c : bytes.substr(0, n)) {
        unsigned char u = static_cast<unsigned char>(c);
        if (u >= 0x20 && u < 0x7f && u != '\'' && u != '\\') {
            out += c;
        } else {
            char buffer[8];
            std::snprintf(buffer, sizeof buffer, "\\x%02x", u);
            out += buffer;
        }
    }
    return out + (n < bytes.size() ? "...'" : "'") + suffix;
}

std::string big_int_text(Value v) {
    const BigInt* big = static_cast<const BigInt*>(v.object_ptr());
    size_t limbs = static_cast<size_t>(big->size < 0 ? -big->size : big->size);
    if (limbs == 0) return "0";
    if (limbs <= 8) {
        Result<std::string> digits = int_to_decimal(current_thread(), v); // far from every limit of digits
        if (digits) return digits.take();
    }
    size_t bits = limbs * 64 - static_cast<size_t>(std::countl_zero(big->limbs()[limbs - 1]));
    return (big->size < 0 ? "negative int of " : "int of ") + std::to_string(bits) + " bits";
}

bool derives(const Object* o, uint32_t flag) { return (type_of(o)->flags & flag) != 0; }

} // namespace

std::string member_name(const Type* type, int64_t index) {
    uint64_t offset = type->members_offset + static_cast<uint64_t>(index) * sizeof(Value);
    for (const Type* t = type; t; t = t->base) {
        if (!t->dict) continue;
        for (size_t i = 0; DictEntry* e = dict_next(t->dict, i);) {
            if (!has_shape(e->value, shapes::member_descriptor)) continue;
            auto member = static_cast<const MemberDescriptor*>(e->value.object_ptr());
            if (!member->def && member->offset == offset) return to_utf8(member->name);
        }
    }
    return "";
}

void read_slots(Object* object, Slots* out) {
    out->words.clear();
    out->edges.clear();
    const Lifecycle* life = shape_of(object)->life;
    if (!life || !life->trace) return;
    SlotReader reader(out);
    life->trace(object, reader);
}

uint32_t LayoutTable::id_of(Object* object, const Slots& slots) {
    const Type* type = type_of(object);
    Hash kind(type);
    Arrangement arrangement = Arrangement::none;
    switch (object->shape) {
        case shapes::list: case shapes::tuple: case shapes::set: case shapes::frozenset: arrangement = Arrangement::array; break;
        case shapes::dict: arrangement = Arrangement::pairs; break;
        default:
            for (const Edge& e : slots.edges) kind.add(e);
            arrangement = kind.arrangement();
    }
    uint64_t hash = kind.value(arrangement);
    Last& last = last_[(hash >> 32) % std::size(last_)];
    if (last.hash == hash && hash) return last.id;
    Layout wanted;
    wanted.type = to_utf8(type->name);
    wanted.arrangement = arrangement;
    wanted.container = (object->gc & gc_container) != 0 || (type->flags & type_container) != 0;
    if (arrangement == Arrangement::fields) {
        for (const Edge& e : slots.edges) {
            if (std::string name = e.index >= 0 && e.name && std::string_view(e.name) == "slot" ? member_name(type, e.index) : ""; !name.empty()) wanted.names.push_back(name);
            else wanted.names.push_back(e.index >= 0 ? std::string(e.name ? e.name : "") + "[" + std::to_string(e.index) + "]" : std::string(e.name ? e.name : "?"));
        }
    }
    uint32_t id = 0;
    bool found = false;
    for (uint32_t candidate : by_hash_[hash]) {
        const Layout& l = (*layouts_)[candidate];
        if (l.type == wanted.type && l.arrangement == wanted.arrangement && l.names == wanted.names) {
            id = candidate;
            found = true;
            break;
        }
    }
    if (!found) {
        id = static_cast<uint32_t>(layouts_->size());
        layouts_->push_back(std::move(wanted));
        by_hash_[hash].push_back(id);
    }
    last = {hash, id};
    return id;
}

// A function that was given attributes has a shape of its own.
static ShapeId kind_of(const Object* o) { return type_of(o) == shape_of(shapes::function)->type ? ShapeId{shapes::function} : o->shape; }

bool has_text(const Object* o) {
    switch (kind_of(o)) {
        case shapes::function: case shapes::code: case shapes::bytes: case shapes::bytearray: case shapes::float_: case shapes::complex_: case shapes::module: return true;
        default: return derives(o, type_str | type_int | type_type);
    }
}

std::string text_of(Object* o) {
    switch (kind_of(o)) {
        case shapes::function: return to_utf8(static_cast<Function*>(o)->qualname);
        case shapes::code: return to_utf8(static_cast<Code*>(o)->qualname);
        case shapes::bytes: return bytes_text("", static_cast<Bytes*>(o)->view(), "");
        case shapes::bytearray: return bytes_text("bytearray(", static_cast<ByteArray*>(o)->view(), ")");
        case shapes::float_: return float_repr(static_cast<Float*>(o)->value);
        case shapes::complex_: {
            auto c = static_cast<Complex*>(o);
            return "(" + float_repr(c->real) + (c->imag < 0 ? "" : "+") + float_repr(c->imag) + "j)";
        }
        case shapes::module: {
            Value name = dict_get(static_cast<Module*>(o)->dict, rt().names.dunder_name);
            return is_exact_str(name) ? to_utf8(name) : "";
        }
        default: break;
    }
    if (derives(o, type_str)) return str_text(static_cast<Str*>(o));
    if (derives(o, type_int)) return big_int_text(Value::object(o));
    if (derives(o, type_type)) {
        Str* name = static_cast<Type*>(o)->qualname;
        return name ? to_utf8(name) : "";
    }
    return {};
}

std::string plain_text(Value v, size_t width) {
    if (v.is_object()) {
        Object* o = v.object_ptr();
        if (o->shape == shapes::tuple) {
            auto tuple = static_cast<Tuple*>(o);
            std::string out = "(";
            for (size_t i = 0; i < tuple->length && out.size() < width; i++) out += (i ? ", " : "") + plain_text(tuple->items()[i], width);
            return cut(out + (tuple->length == 1 ? ",)" : ")"), width);
        }
        std::string name = to_utf8(type_of(o)->name), text = text_of(o);
        bool atom = derives(o, type_str | type_int) || o->shape == shapes::bytes || o->shape == shapes::float_ || o->shape == shapes::complex_;
        return cut(atom ? text : text.empty() ? name : name + " " + text, width);
    }
    Val plain{v.bits};
    return val_text(plain);
}

std::string operand_meaning(const Code* code, uint32_t index) {
    Word word = load_learned(code->instructions[index]);
    const OpcodeInfo& info = opcode_info(opcode_info(word_op(word)).base);
    uint32_t a = word_a24(word);
    auto name_at = [](const Tuple* names, uint32_t i) { return names && i < names->length ? to_utf8(names->items()[i]) : std::string("?"); };
    switch (info.kind) {
        case OperandKind::Const: return a < code->constants->length ? plain_text(code->constants->items()[a]) : "?";
        case OperandKind::Name: return name_at(code->names, a);
        case OperandKind::GlobalName: return name_at(code->names, a >> 1);
        case OperandKind::Local:
        case OperandKind::Cell: return name_at(code->local_names, a);
        case OperandKind::Jump:
        case OperandKind::JumpBackward: return "to " + std::to_string(static_cast<int64_t>(index) + 1 + word_jump(word));
        case OperandKind::Call: return std::to_string(word_b16(word)) + (word_b16(word) == 1 ? " argument" : " arguments") + (word_a8(word) & call_tail ? ", tail call" : "");
        case OperandKind::CallEx: return word_a8(word) & call_tail ? "tail call" : "";
        case OperandKind::None: return {};
        default: return std::to_string(a);
    }
}

std::string read_source(const std::string& file) {
    std::string text;
    if (find_kept_source(file, &text)) return text;
    struct stat is;
    if (file.empty() || file[0] == '<' || stat(file.c_str(), &is) != 0 || !S_ISREG(is.st_mode)) return text; // a pipe is not read twice
    std::FILE* f = std::fopen(file.c_str(), "rb");
    if (!f) return text;
    char buffer[8192];
    for (size_t n; text.size() < (1u << 20) && (n = std::fread(buffer, 1, sizeof buffer, f)) > 0;) text.append(buffer, n);
    std::fclose(f);
    return text;
}

CodeInfo describe_code(const Code* code) {
    CodeInfo info;
    info.name = to_utf8(code->name);
    info.qualname = to_utf8(code->qualname);
    info.file = to_utf8(code->filename);
    info.first_line = static_cast<int32_t>(code->first_line);
    info.local_count = code->local_count;
    info.argument_count = code->argument_count + code->keyword_only_count;
    for (size_t i = 0; i < code->local_names->length; i++) info.local_names.push_back(to_utf8(code->local_names->items()[i]));
    info.instructions.resize(code->count);
    for (uint32_t i = 0; i < code->count; i++) {
        Word word = load_learned(code->instructions[i]);
        info.instructions[i] = {(word & ~Word{0xff}) | static_cast<Word>(opcode_info(word_op(word)).base), code->positions[i].line};
        info.meanings.push_back(operand_meaning(code, i));
    }
    return info;
}

uint32_t block_bytes_of(Object* object) {
    const Lifecycle* life = shape_of(object)->life;
    size_t bytes = life && life->size ? life->size(object) : type_of(object)->basic_size;
    return static_cast<uint32_t>(std::min<size_t>(usable_size(bytes), UINT32_MAX));
}

uint32_t extra_bytes_of(Object* object) {
    const Lifecycle* life = shape_of(object)->life;
    return life && life->extra_size ? static_cast<uint32_t>(std::min<size_t>(life->extra_size(object), UINT32_MAX)) : 0;
}

} // namespace terrarium::inspect
