// The file a trace lies in: a head, chunks compressed with zlib, an index, a tail. What a chunk says: trace_events.h.
// Invariant: a chunk is whole or it is not there: its length and its checksum (CRC-32 of the raw bytes) stand before it.
//
//   "TERRTRC2" | chunk ... chunk | chunk 'I' | offset of 'I' (8 bytes) | "TERREND1"
//   chunk: kind (1 byte) | length in the file (4) | raw length (4) | checksum (4) | zlib stream
#pragma once

#include "inspect/trace_bytes.h"

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct z_stream_s;

namespace terrarium::inspect {

enum class ChunkKind : char {
    head = 'H',        // who wrote it, which script
    definitions = 'D', // code units and layouts that are new in the next steps
    keyframe = 'K',    // the whole state
    steps = 'S',       // about 65,536 steps
    steps_index = 'X', // what happens in the next steps that have none yet: trace_index.h
    index = 'I',       // where the chunks are, how the program ended
};

struct ChunkPlace {
    ChunkKind kind;
    uint64_t offset; // of its first byte
    uint32_t length, raw_length, checksum;
};

// Whether a file begins like one.
bool is_trace(const std::string& path);

// Writes chunks in the order they come. Compressing them and the disk are the work of a thread beside.
class TraceWriter {
public:
    ~TraceWriter();
    // Told by that thread when a chunk is whole in the file.
    struct Listener {
        virtual void chunk_written(ChunkKind kind) = 0;

    protected:
        ~Listener() = default;
    };
    // False: *error says why.
    bool open(const std::string& path, Listener* listener, std::string* error);
    // `raw` is taken over. Waits when there is much to be written still. Returns the chunk's number.
    size_t chunk(ChunkKind kind, ByteWriter raw);
    size_t chunk(ChunkKind kind, ByteWriter beginning, ByteWriter rest);
    // The beginning of the next chunk, if there is enough of it: a large one is handed over in pieces. `raw` begins anew.
    void piece(ByteWriter* raw) {
        if (raw->size() >= piece_bytes) wait({false, ChunkKind::head, raw->take()});
    }
    size_t chunks() const { return chunks_; }
    // All chunks so far are in the file; then where they stand in it.
    void drain();
    uint64_t offset_of(size_t chunk) const { return offsets_[chunk]; }
    // The index and the tail. False: the disk is full or gone.
    bool close(ByteWriter index);
    uint64_t written() const { return at_; }

private:
    static constexpr size_t piece_bytes = 1 << 18;
    struct Waiting {
        bool last; // piece of its chunk
        ChunkKind kind;
        ByteWriter raw;
    };
    struct Packed { // what there is of the chunk that is being written
        std::string bytes;
        uint32_t raw_length = 0, checksum = 0;
    };
    void wait(Waiting piece);
    void run();
    void pack(const Waiting& piece);
    void write(ChunkKind kind);
    void put(const void* bytes, size_t n);
    std::FILE* file_ = nullptr;
    Listener* listener_ = nullptr;
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable more_, less_;
    std::deque<Waiting> waiting_; // the first one is being written
    size_t waiting_bytes_ = 0, chunks_ = 0;
    bool stop_ = false;
    Packed packed_;
    z_stream_s* packing_ = nullptr; // null: between two chunks
    std::vector<uint64_t> offsets_; // by chunk
    std::atomic<uint64_t> at_ = 0;
    bool good_ = true;
};

class TraceFile {
public:
    ~TraceFile();
    // Finds every whole chunk. False: not a trace at all, or not to be read. A trace that breaks off is open; then
    // damage() says where and what is whole.
    bool open(const std::string& path, std::string* error);
    const std::vector<ChunkPlace>& chunks() const { return chunks_; }
    const std::string& damage() const { return damage_; }
    // The file may have grown since: finds the chunks that are whole now. True: there are new ones.
    bool refresh();
    // The first raw bytes of a chunk, at most n; whether the rest is whole is not looked at.
    std::string beginning(const ChunkPlace& place, size_t n);
    // The raw bytes. False: they do not match their checksum.
    bool read(const ChunkPlace& place, std::string* raw);
    uint64_t size() const { return size_; }

private:
    std::FILE* file_ = nullptr;
    uint64_t size_ = 0, at_ = 0; // at_: one past the last whole chunk
    bool ended_ = false;         // the index was found
    std::vector<ChunkPlace> chunks_;
    std::string damage_;
};

} // namespace terrarium::inspect
