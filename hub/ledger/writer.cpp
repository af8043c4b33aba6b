#include "hub/ledger/writer.h"

#include "core/base/limits.h"

namespace svd {

Writer::Writer(Ledger& ledger) : ledger_(ledger), thread_([this] { run(); }) {}

Writer::~Writer() { stop(); }

bool Writer::submit(Proposal proposal, Answer answer) {
    const std::size_t bytes = proposal.compressed_payload.size();
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= limits::kWriterQueueJobsMax ||
            queued_bytes_ + bytes > limits::kWriterQueueBytesMax) {
            return false;
        }
        queue_.push_back({std::move(proposal), std::move(answer), bytes});
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
        std::vector<Proposal> proposals;
        for (std::size_t i = begin; i < batch.size(); ++i) proposals.push_back(std::move(batch[i].proposal));
        const std::size_t count = Ledger::together(proposals);
        for (std::size_t i = count; i < proposals.size(); ++i) batch[begin + i].proposal = std::move(proposals[i]);
        proposals.resize(count);
        std::vector<Outcome> outcomes = ledger_.append(std::move(proposals));
        for (std::size_t i = 0; i < count; ++i) {
            healthy_ = outcomes[i].ruling != Ruling::kFailed;
            batch[begin + i].answer(std::move(outcomes[i]));
        }
        begin += count;
    }
}

}  // namespace svd
