#include "train/augmented_feed.hpp"

#include <algorithm>

namespace gradus {

AugmentedFeed::AugmentedFeed(const Feed& feed, const std::vector<data::Augment>& augments,
                             uint64_t seed, ThreadTeam* team)
    : feed_(feed),
      augmenter_(feed.dataset(), augments, seed),
      team_(team),
      scratch_(static_cast<size_t>(team ? team->size() : 1)) {}

template <class T>
void AugmentedFeed::copy_rows(const T* from, size_t width, const engine::Batch& batch,
                              std::vector<T>& to, const T*& seen) const {
  if (from == nullptr) return;
  to.resize(batch.count * width);
  for (size_t i = 0; i < batch.count; ++i)
    std::copy_n(from + batch.rows[i] * width, width, to.data() + i * width);
  seen = to.data();
}

engine::Batch AugmentedFeed::batch(const engine::Batch& batch, int64_t epoch) {
  const engine::RowSource& plain = feed_.source();
  const auto values = static_cast<size_t>(augmenter_.values());
  numbers_.resize(batch.count * values);
  // Each image by itself: who does it changes nothing.
  const auto share = [&](size_t member, size_t members) {
    for (size_t i = member; i < batch.count; i += members)
      augmenter_.sample(batch.rows[i], epoch, {numbers_.data() + i * values, values},
                        scratch_[member]);
  };
  if (team_ != nullptr && batch.count > 1) {
    team_->run([&](int member) { share(static_cast<size_t>(member), scratch_.size()); });
  } else {
    share(0, 1);
  }
  source_ = {};
  source_.numbers = numbers_.data();
  source_.features = values;
  source_.outputs = plain.outputs;
  source_.class_weights = plain.class_weights;
  copy_rows(plain.labels, 1, batch, labels_, source_.labels);
  copy_rows(plain.targets, plain.outputs, batch, targets_, source_.targets);
  copy_rows(plain.weights, 1, batch, weights_, source_.weights);
  return {&source_, nullptr, 0, batch.count, false};
}

}  // namespace gradus
