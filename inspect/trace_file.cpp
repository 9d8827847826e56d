// See trace_file.h.
#include "inspect/trace_file.h"

#include "inspect/own_threads.h"

#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace terrarium::inspect {

namespace {

constexpr char head_magic[] = "TERRTRC2", tail_magic[] = "TERREND1";
constexpr size_t magic_bytes = 8, chunk_head_bytes = 13, tail_bytes = 16;
constexpr uint32_t largest_raw = 1u << 30;
constexpr size_t most_waiting = 4 << 20; // bytes

uint32_t checksum_of(std::string_view raw, uint32_t before = 0) {
    return static_cast<uint32_t>(crc32(before, reinterpret_cast<const Bytef*>(raw.data()), static_cast<uInt>(raw.size())));
}

} // namespace

bool is_trace(const std::string& path) {
    struct stat info;
    if (stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return false; // what a pipe gives is gone then
    std::FILE* file = std::fopen(path.c_str(), "rb");
    char head[7] = {}; // a script may well begin with TERRAIN; a trace of another version is one
    size_t n = file ? std::fread(head, 1, sizeof head, file) : 0;
    if (file) std::fclose(file);
    return n >= 4 && std::memcmp(head, head_magic, n) == 0;
}

TraceWriter::~TraceWriter() {
    if (!file_) return;
    drain();
    {
        std::lock_guard lock(mutex_);
        stop_ = true;
    }
    more_.notify_one();
    thread_.join();
    std::fclose(file_);
}

bool TraceWriter::open(const std::string& path, Listener* listener, std::string* error) {
    file_ = std::fopen(path.c_str(), "wb");
    if (!file_) {
        *error = "can't write '" + path + "': " + std::strerror(errno);
        return false;
    }
    listener_ = listener;
    put(head_magic, magic_bytes);
    with_signals_blocked([this] { thread_ = std::thread([this] { run(); }); });
    return true;
}

void TraceWriter::put(const void* bytes, size_t n) {
    if (std::fwrite(bytes, 1, n, file_) != n) good_ = false;
    at_ += n;
}

size_t TraceWriter::chunk(ChunkKind kind, ByteWriter raw) {
    wait({true, kind, std::move(raw)});
    return chunks_++;
}

size_t TraceWriter::chunk(ChunkKind kind, ByteWriter beginning, ByteWriter rest) {
    wait({false, kind, std::move(beginning)});
    return chunk(kind, std::move(rest));
}

void TraceWriter::wait(Waiting piece) {
    std::unique_lock lock(mutex_);
    less_.wait(lock, [&] { return waiting_bytes_ < most_waiting; });
    waiting_bytes_ += piece.raw.size();
    waiting_.push_back(std::move(piece));
    more_.notify_one();
}

void TraceWriter::drain() {
    std::unique_lock lock(mutex_);
    less_.wait(lock, [&] { return waiting_.empty(); });
}

void TraceWriter::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        more_.wait(lock, [&] { return stop_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        const Waiting& next = waiting_.front(); // stays where it is: others come behind it
        lock.unlock();
        pack(next);
        if (next.last) write(next.kind);
        lock.lock();
        waiting_bytes_ -= next.raw.size();
        waiting_.pop_front();
        less_.notify_one();
    }
}

void TraceWriter::pack(const Waiting& next) {
    if (!packing_) {
        packing_ = new z_stream_s{};
        if (deflateInit(packing_, 1) != Z_OK) good_ = false; // a higher level takes longer than recording does
        packed_ = {};
    }
    std::string_view bytes = next.raw.bytes();
    packed_.raw_length += static_cast<uint32_t>(bytes.size());
    packed_.checksum = checksum_of(bytes, packed_.checksum);
    char piece[1 << 15];
    packing_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    packing_->avail_in = static_cast<uInt>(bytes.size());
    do {
        packing_->next_out = reinterpret_cast<Bytef*>(piece);
        packing_->avail_out = sizeof piece;
        if (deflate(packing_, next.last ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_ERROR) good_ = false;
        packed_.bytes.append(piece, sizeof piece - packing_->avail_out);
    } while (packing_->avail_out == 0);
}

void TraceWriter::write(ChunkKind kind) {
    deflateEnd(packing_);
    delete std::exchange(packing_, nullptr);
    offsets_.push_back(at_);
    char head[chunk_head_bytes];
    head[0] = static_cast<char>(kind);
    uint32_t numbers[3] = {static_cast<uint32_t>(packed_.bytes.size()), packed_.raw_length, packed_.checksum};
    std::memcpy(head + 1, numbers, sizeof numbers);
    put(head, sizeof head);
    put(packed_.bytes.data(), packed_.bytes.size());
    packed_ = {};
    if (std::fflush(file_) != 0) good_ = false; // for one who reads along
    if (listener_) listener_->chunk_written(kind);
}

bool TraceWriter::close(ByteWriter index) {
    size_t number = chunk(ChunkKind::index, std::move(index));
    drain();
    uint64_t offset = offset_of(number);
    put(&offset, 8);
    put(tail_magic, magic_bytes);
    if (std::fflush(file_) != 0) good_ = false;
    return good_;
}

TraceFile::~TraceFile() {
    if (file_) std::fclose(file_);
}

bool TraceFile::open(const std::string& path, std::string* error) {
    file_ = std::fopen(path.c_str(), "rb");
    char magic[magic_bytes] = {};
    if (!file_) {
        *error = "can't read '" + path + "': " + std::strerror(errno);
        return false;
    }
    if (std::fread(magic, 1, magic_bytes, file_) != magic_bytes || std::memcmp(magic, head_magic, magic_bytes) != 0) {
        bool other = std::memcmp(magic, head_magic, magic_bytes - 1) == 0;
        *error = "'" + path + (other ? "' is a trace of another version of terrarium" : "' is not a trace") + "; make one with: terrarium record FILE.py -o run.trace";
        return false;
    }
    at_ = magic_bytes;
    refresh();
    return true;
}

bool TraceFile::refresh() {
    uint64_t& at = at_;
    bool& ended = ended_;
    size_t had = chunks_.size();
    std::fseek(file_, 0, SEEK_END);
    size_ = static_cast<uint64_t>(std::ftell(file_));
    while (at + chunk_head_bytes <= size_ && !ended) {
        char head[chunk_head_bytes];
        if (std::fseek(file_, static_cast<long>(at), SEEK_SET) != 0 || std::fread(head, 1, sizeof head, file_) != sizeof head) break;
        uint32_t numbers[3];
        std::memcpy(numbers, head + 1, sizeof numbers);
        ChunkPlace place{static_cast<ChunkKind>(head[0]), at, numbers[0], numbers[1], numbers[2]};
        bool known = std::strchr("HDKSXI", head[0]) != nullptr && head[0] != 0;
        if (!known || numbers[1] > largest_raw || at + chunk_head_bytes + numbers[0] > size_) break;
        chunks_.push_back(place);
        at += chunk_head_bytes + numbers[0];
        ended = place.kind == ChunkKind::index;
    }
    char tail[tail_bytes];
    bool whole = ended && at + tail_bytes == size_ && std::fseek(file_, static_cast<long>(at), SEEK_SET) == 0 &&
                 std::fread(tail, 1, tail_bytes, file_) == tail_bytes && std::memcmp(tail + 8, tail_magic, magic_bytes) == 0;
    damage_.clear();
    if (!whole) damage_ = "the trace breaks off after " + std::to_string(at) + " of " + std::to_string(size_) + " bytes";
    return chunks_.size() > had;
}

std::string TraceFile::beginning(const ChunkPlace& place, size_t n) {
    std::string packed(std::min<size_t>(place.length, n + 256), '\0'), raw(n, '\0');
    z_stream stream{};
    if (std::fseek(file_, static_cast<long>(place.offset + chunk_head_bytes), SEEK_SET) != 0 ||
        std::fread(packed.data(), 1, packed.size(), file_) != packed.size() || inflateInit(&stream) != Z_OK)
        return "";
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(raw.data());
    stream.avail_out = static_cast<uInt>(n);
    int result = inflate(&stream, Z_SYNC_FLUSH);
    raw.resize(result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR ? n - stream.avail_out : 0);
    inflateEnd(&stream);
    return raw;
}

bool TraceFile::read(const ChunkPlace& place, std::string* raw) {
    std::string packed(place.length, '\0');
    if (std::fseek(file_, static_cast<long>(place.offset + chunk_head_bytes), SEEK_SET) != 0 ||
        std::fread(packed.data(), 1, packed.size(), file_) != packed.size())
        return false;
    raw->resize(place.raw_length);
    uLongf length = place.raw_length;
    int result = uncompress(reinterpret_cast<Bytef*>(raw->data()), &length, reinterpret_cast<const Bytef*>(packed.data()), place.length);
    return result == Z_OK && length == place.raw_length && checksum_of(*raw) == place.checksum;
}

} // namespace terrarium::inspect
