// A course between two steps, put down and taken up again.
#include <fmt/core.h>

#include "gradus/base/error.hpp"
#include "train/checkpoint_parts.hpp"
#include "train/course.hpp"

namespace gradus {

template <class T>
io::Checkpoint Course<T>::own_fingerprint() const {
  return fingerprint(network_, compile_, fit_, history_, feed_.rows(), batch_size_);
}

template <class T>
void Course<T>::save(io::Checkpoint& to) const {
  put_all(to, own_fingerprint());
  to.put("course/planned_steps", total_steps_);
  numbers(*this, PutNumbers{to, "course/"});
  // A batch that was given and not looked at is given again.
  if (waiting_) to.put("course/first", int64_t{0});
  to.put("course/metrics", metrics_.sums());
  to.put("course/seconds", seconds());
  save_state(to, state_);
  to.put("kept", std::span<const T>(kept_));
  save_history(to, history_);
  save_listeners(to, fit_.callbacks);
}

template <class T>
void Course<T>::restore(const io::Checkpoint& from) {
  check_fingerprint(from, own_fingerprint());
  numbers(*this, GetNumbers{from, "course/"});
  check_length(from);
  metrics_.set_sums(from.get<double>("course/metrics"));
  stepper_.prepare(state_);
  restore_state(from, state_);
  restore_kept(from, state_.weights.size(), kept_);
  restore_history(from, history_);
  if (constant_rate_) base_rate_ = rate_at(schedule_, 0, length_);
  if (plain_) rate_ = base_rate_;
  waiting_ = resident_ = false;
  if (in_epoch_) order_epoch();
  start_ = std::chrono::steady_clock::now() -
           std::chrono::duration_cast<std::chrono::steady_clock::duration>(
               std::chrono::duration<double>(from.value<double>("course/seconds")));
  restore_listeners(from, fit_.callbacks, *this);
}

template <class T>
void Course<T>::check_length(const io::Checkpoint& from) const {
  if (step_ > total_steps_ || epoch_ > epochs_ || (epoch_ == epochs_ && in_epoch_))
    throw Error(
        from.place(),
        fmt::format("is of {} updates, more than the {} of this training", step_, total_steps_),
        "train for longer, or remove it to begin anew");
  if (first_ < 0 || first_ % batch_size_ != 0)
    throw Error(from.place(), fmt::format("has no batch that begins at row {}", first_),
                "remove it to begin anew");
  const auto planned = from.value<int64_t>("course/planned_steps");
  if (planned == total_steps_) return;
  const Schedule other = resolve(gradus::learning_rate(compile_.optimizer).schedule,
                                 {length_.steps_per_epoch, planned});
  if (other != schedule_)
    throw Error(from.place(),
                fmt::format("is of a training of {} updates, this is one of {}, and the learning "
                            "rate's schedule depends on it",
                            planned, total_steps_),
                "train for as long, or give the schedule a length of its own");
}

template io::Checkpoint Course<float>::own_fingerprint() const;
template io::Checkpoint Course<double>::own_fingerprint() const;
template void Course<float>::check_length(const io::Checkpoint&) const;
template void Course<double>::check_length(const io::Checkpoint&) const;
template void Course<float>::save(io::Checkpoint&) const;
template void Course<double>::save(io::Checkpoint&) const;
template void Course<float>::restore(const io::Checkpoint&);
template void Course<double>::restore(const io::Checkpoint&);

}  // namespace gradus
