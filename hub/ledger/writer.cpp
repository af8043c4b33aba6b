#include "hub/ledger/writer.h"

#include "core/base/limits.h"

namespace svd {

Writer::Writer(Ledger& ledger) : ledger_(ledger), thread_([this] { run(); }) {}

Writer::~Writer() { stop(); }

bool Writer::submit(Change change, Answer answer) {
    const auto* proposal = std::get_if<Proposal>(&change);
    const std::size_t bytes = proposal != nullptr ? proposal->compressed_payload.size() : 0;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= limits::kWriterQueueJobsMax ||
            queued_bytes_ + bytes > limits::kWriterQueueBytesMax) {
            return false;
        }
        queue_.push_back({std::move(change), std::move(answer), bytes});
        queued_bytes_ += bytes;
    }
    wake_.notify_one();
    return true;
}

void Writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

std::size_t Writer::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void Writer::run() {
    while (true) {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        std::vector<Job> batch = next_batch(lock);
        lock.unlock();
        write(std::move(batch));
    }
}

std::vector<Writer::Job> Writer::next_batch(std::unique_lock<std::mutex>&) {
    std::vector<Job> batch;
    std::size_t bytes = 0;
    while (!queue_.empty() && batch.size() < limits::kWriterBatchJobsMax) {
        if (!batch.empty() && bytes + queue_.front().bytes > limits::kWriterBatchBytesMax) break;
        bytes += queue_.front().bytes;
        queued_bytes_ -= queue_.front().bytes;
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return batch;
}

void Writer::write(std::vector<Job> batch) {
    for (std::size_t begin = 0; begin < batch.size();) {
        std::vector<Change> changes;
        for (std::size_t i = begin; i < batch.size(); ++i) changes.push_back(std::move(batch[i].change));
        const std::size_t count = Ledger::together(changes);
        for (std::size_t i = count; i < changes.size(); ++i) batch[begin + i].change = std::move(changes[i]);
        changes.resize(count);
        std::vector<Outcome> outcomes = ledger_.append(std::move(changes));
        for (std::size_t i = 0; i < count; ++i) {
            if (outcomes[i].ruling == Ruling::kFailed) healthy_ = false;
            batch[begin + i].answer(std::move(outcomes[i]));
        }
        begin += count;
    }
}

}  // namespace svd
