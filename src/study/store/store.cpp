#include "study/store/store.hpp"

#include <mutex>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "gradus/base/error.hpp"
#include "study/store/database.hpp"
#include "study/store/folder_lock.hpp"
#include "study/store/group_commit.hpp"
#include "study/store/numbers.hpp"
#include "study/store/schema.hpp"

namespace gradus::study {
namespace fs = std::filesystem;
namespace {

constexpr size_t kRoom = size_t{32} << 20;  // bytes of trials that may wait to be written

constexpr int kPatience = 60'000;  // milliseconds, for whoever looks into the file

struct QueuedTrial {
  TrialKey key;
  std::string variant;
  Trial trial;
  std::vector<double> weights;
};

struct QueuedFold {
  std::string dealing;
  uint64_t seed;
  int64_t fold;
  std::vector<uint32_t> validation, test;
};

using Queued = std::variant<QueuedTrial, QueuedFold>;

// About what it takes in memory.
size_t bytes_of(const QueuedTrial& queued) {
  const Trial& trial = queued.trial;
  size_t numbers = queued.weights.size() + trial.history.batch_loss.size() * 2;
  for (const History::Column& column : trial.history.columns) numbers += column.values.size();
  for (const Sampled& sampled : trial.sampled)
    for (const Reading& reading : sampled.readings)
      numbers += 32 + reading.values.size() + reading.silhouette.at.size() * 2;
  return 1024 + numbers * sizeof(double);
}

// The log and the index of the database go first: alone they are nothing.
void remove_store(const fs::path& file) {
  for (const char* end : {"-wal", "-shm", ""}) {
    std::error_code failed;
    fs::remove(file.string() + end, failed);
    if (failed)
      throw Error(file.string() + end, "cannot be removed: " + failed.message(),
                  "choose a folder that you may write to");
  }
}

fs::path place_for(const fs::path& folder, const StoreOptions& options) {
  const fs::path file = folder / kStoreFile;
  if (options.afresh) remove_store(file);
  return file;
}

// The store's own file, left as one plain file in the end.
struct Own {
  explicit Own(const fs::path& file) : database(file, Database::Access::kMake) {}
  ~Own() { database.settle(); }
  Own(const Own&) = delete;
  Own& operator=(const Own&) = delete;
  Database database;
};

// Makes the tables, or checks those that are there.
StoreHead prepare(Database& database, const std::string& study, const StoreOptions& options) {
  const bool blank = is_blank(database);
  const bool other = !blank && read_head(database).study != study;
  if (other && !options.other_study) {
    throw Error(database.file().parent_path().string(), "holds trials of another study",
                "give another --out, or --force to replace them");
  }
  database.write_ahead();
  const StoreHead head{.study = study, .version = options.version};
  if (blank || other) {
    Transaction all(database, Transaction::Kind::kWrite);
    if (blank)
      make_tables(database, head);
    else
      rename_study(database, head);
    all.commit();
  }
  return read_head(database);
}

// Another run's trials.
struct Elsewhere {
  explicit Elsewhere(const fs::path& file)
      : database(file, Database::Access::kRead), head(read_head(database)), reader(database) {
    database.wait_for_others(kPatience);
  }
  Database database;
  StoreHead head;
  TrialReader reader;
};

}  // namespace

struct Store::Parts {
  Parts(const fs::path& folder, const std::string& study, StoreOptions with)
      : lock(std::make_shared<FolderLock>(folder)),
        options(std::move(with)),
        own(place_for(folder, options)),
        head(prepare(own.database, study, options)),
        writer(own.database),
        fold(own.database, "INSERT OR IGNORE INTO fold VALUES (?,?,?,?,?)"),
        reading(own.database.file(), Database::Access::kRead),
        reader(reading),
        queue([this](std::vector<Queued>& group) { write(group); }, kRoom) {
    own.database.wait_for_others(kPatience);
    reading.wait_for_others(kPatience);
  }

  // Everything is made durable, then reported.
  void write(const std::vector<Queued>& group) {
    Transaction all(own.database, Transaction::Kind::kWrite);
    for (const Queued& queued : group)
      std::visit([this](const auto& one) { write_one(one); }, queued);
    all.commit();
    if (!options.reported) return;
    for (const Queued& queued : group)
      if (const auto* trial = std::get_if<QueuedTrial>(&queued)) options.reported(trial->trial);
  }
  void write_one(const QueuedTrial& one) {
    writer.write(one.key, one.variant, one.trial, one.weights);
  }
  void write_one(const QueuedFold& one) {
    fold.run(one.dealing, one.seed, one.fold, "validation", as_blob(one.validation));
    fold.run(one.dealing, one.seed, one.fold, "test", as_blob(one.test));
  }

  std::shared_ptr<FolderLock> lock;
  StoreOptions options;
  Own own;  // of the queue's thread, as are the next but the head
  StoreHead head;
  TrialWriter writer;
  Statement fold;
  std::mutex find_lock;  // of the next
  Database reading;
  TrialReader reader;
  std::vector<std::unique_ptr<Elsewhere>> elsewhere;
  GroupCommit<Queued> queue;  // last: its thread uses the others
};

Store::Store(const fs::path& folder, const std::string& study, StoreOptions options)
    : parts_(std::make_unique<Parts>(folder, study, std::move(options))) {}

Store::~Store() = default;

std::shared_ptr<const void> Store::lock() const {
  return parts_->lock;
}

std::optional<StoredTrial> Store::find(const TrialKey& key) {
  const std::lock_guard guard(parts_->find_lock);
  std::optional<StoredTrial> found = parts_->reader.find(key);
  for (size_t i = 0; !found && i < parts_->elsewhere.size(); ++i) {
    found = parts_->elsewhere[i]->reader.find(key);
    if (!found) continue;
    found->reused = true;
    if (found->trial.pruned || found->trial.history.status == Status::kFailed) found.reset();
  }
  return found;
}

void Store::add(const TrialKey& key, const VariantKey& variant, const Trial& trial,
                std::span<const double> weights) {
  if (trial.seed != key.seed || trial.fold.value_or(-1) != key.fold)
    throw std::logic_error("a trial is stored under the key of another");
  QueuedTrial queued{key, key_json(variant), trial, {weights.begin(), weights.end()}};
  const size_t bytes = bytes_of(queued);
  parts_->queue.add(std::move(queued), bytes);
}

void Store::keep_folds(uint64_t seed, int64_t fold, std::span<const uint32_t> validation,
                       std::span<const uint32_t> test, const std::string& dealing) {
  QueuedFold queued{
      dealing, seed, fold, {validation.begin(), validation.end()}, {test.begin(), test.end()}};
  parts_->queue.add(std::move(queued), (validation.size() + test.size()) * sizeof(uint32_t));
}

void Store::flush() {
  parts_->queue.flush();
}

void Store::copy_from(const fs::path& other_folder) {
  const fs::path file = other_folder / kStoreFile;
  if (!fs::exists(file))
    throw Error(other_folder.string(), "holds no store.sqlite of a run", "name a folder that does");
  auto other = std::make_unique<Elsewhere>(file);
  const std::lock_guard guard(parts_->find_lock);
  parts_->elsewhere.push_back(std::move(other));
}

const std::string& Store::version() const {
  return parts_->head.version;
}

}  // namespace gradus::study
