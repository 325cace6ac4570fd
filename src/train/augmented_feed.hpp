#pragma once

#include <cstdint>
#include <vector>

#include "base/threads.hpp"
#include "data/augmenter.hpp"
#include "train/feed.hpp"

namespace gradus {

/// Batches of a feed whose images are augmented on the way: one batch is held, never a copy of the
/// set.
class AugmentedFeed {
 public:
  /// `team` may be null. Throws Error where the augments do not fit the samples.
  AugmentedFeed(const Feed& feed, const std::vector<data::Augment>& augments, uint64_t seed,
                ThreadTeam* team);

  /// Whether batches are changed at all.
  [[nodiscard]] bool acts() const { return augmenter_.acts(); }
  /// The same samples as `batch`, which is one of the feed's, as this epoch sees them. Good until
  /// the next call.
  [[nodiscard]] engine::Batch batch(const engine::Batch& batch, int64_t epoch);

 private:
  template <class T>
  void copy_rows(const T* from, size_t width, const engine::Batch& batch, std::vector<T>& to,
                 const T*& seen) const;

  const Feed& feed_;
  data::Augmenter augmenter_;
  ThreadTeam* team_;
  std::vector<std::vector<float>> scratch_;  // of each member of the team
  std::vector<float> numbers_, targets_, weights_;
  std::vector<int32_t> labels_;
  engine::RowSource source_;
};

}  // namespace gradus
