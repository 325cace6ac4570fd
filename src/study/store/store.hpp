#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "gradus/study/results.hpp"
#include "study/store/trial_key.hpp"
#include "study/store/trial_rows.hpp"

namespace gradus::study {

/// Of a store, within its folder.
inline constexpr const char* kStoreFile = "store.sqlite";

struct StoreOptions {
  /// Who makes the store: kept on making.
  std::string version{};
  /// Throws away what the folder's store holds.
  bool afresh = false;
  /// Goes on with the store of another study, which becomes this one's: what it holds of equal
  /// plans is as good here.
  bool other_study = false;
  /// Called with each trial once its row is durable, from the writer's thread, one at a time; it
  /// must not call the store.
  std::function<void(const Trial&)> reported{};
};

/// The finished trials of a run, in FOLDER/store.sqlite (docs/store.md). A trial is durable when it
/// is reported: a kill, a crash or a full disk takes none of those away. To be used from several
/// threads at once; one of its own writes whatever has come meanwhile in one transaction.
///
/// An error of the writer (the disk is full) is thrown by the next add(), keep_folds() and flush()
/// and every one after that.
class Store {
 public:
  /// Locks the folder until destruction and opens the store; both are made where they are not
  /// there. `study` is the resolved text of the study. Throws Error where another run holds the
  /// folder, its store is of another study, or the file is no store or damaged.
  Store(const std::filesystem::path& folder, const std::string& study, StoreOptions options = {});
  /// Writes what is queued, and leaves one plain file.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// A trial that is durable here, or else in a run that copy_from() named.
  [[nodiscard]] std::optional<StoredTrial> find(const TrialKey& key);

  /// Queues a trial that has ended. One of the same key is replaced. Waits only where much is
  /// queued already. The key's fold and seed are the trial's.
  void add(const TrialKey& key, const VariantKey& variant, const Trial& trial,
           std::span<const double> weights = {});

  /// Queues the rows of a fold, indices into the source's rows; those kept already stay. `dealing`
  /// tells apart the data plans of a study that has several.
  void keep_folds(uint64_t seed, int64_t fold, std::span<const uint32_t> validation,
                  std::span<const uint32_t> test, const std::string& dealing = {});

  /// Everything queued is durable on return.
  void flush();

  /// find() looks there as well from now on: trials whose keys are the same are the same trainings.
  /// Those that failed or were pruned are no answer elsewhere. Nothing is written there. Throws
  /// Error where the folder holds no store that can be read.
  void copy_from(const std::filesystem::path& other_folder);

  /// Keeps the folder locked beyond the store's life, as long as it is held.
  [[nodiscard]] std::shared_ptr<const void> lock() const;
  /// What made this store.
  [[nodiscard]] const std::string& version() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace gradus::study
