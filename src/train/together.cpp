#include "train/together.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "engine/pack.hpp"
#include "gradus/base/error.hpp"
#include "train/backup.hpp"
#include "train/course.hpp"
#include "train/model_state.hpp"
#include "train/trainer.hpp"

namespace gradus {
namespace {

constexpr size_t kLanes = 16;

bool same_rows(const engine::RowSource& a, const engine::RowSource& b) {
  if (a.numbers != b.numbers || a.pixels != b.pixels || a.affine != b.affine ||
      (a.scale == nullptr) != (b.scale == nullptr))
    return false;
  return !a.scale || a.scale == b.scale ||
         (std::equal(a.scale, a.scale + a.affine, b.scale) &&
          std::equal(a.offset, a.offset + a.affine, b.offset));
}

}  // namespace

std::string Together::pack_key(const Model& model, const data::Dataset& train,
                               const FitOptions& options) {
  const Model::State& s = *model.state_;
  const engine::LossSpec loss = lower(s.options.loss);
  const engine::Graph& graph = s.network.graph;
  if (is_solver(s.options.optimizer) || !options.augment.empty() ||
      graph.weights() > kMostPackWeights || !engine::Pack<float>::takes(graph, loss))
    return "";
  const MetricSet metrics(s.options.metrics, s.options.loss, model.outputs());
  if (metrics.needs_predictions()) return "";
  std::string key = engine::Pack<float>::shape_of(graph);
  const auto put = [&](const auto&... parts) {
    (key.append(reinterpret_cast<const char*>(&parts), sizeof parts), ...);
  };
  const engine::Update<float> rule = Stepper(s.options.optimizer).at<float>(1, 1);
  const int64_t held = static_cast<int64_t>(std::ceil(
      options.validation.empty() ? options.validation_split * static_cast<double>(train.rows())
                                 : 0));
  const int64_t rows = train.rows() - held;
  const int64_t batch = options.batch_size == kAll ? rows : std::min(options.batch_size, rows);
  const Feed feed(train, options.class_weight);
  const bool weighted = feed.weighted(), labels = feed.source().labels != nullptr;
  put(s.options.float64, loss.kind, loss.delta, loss.sum_outputs, rule.kind, rule.flag_a,
      rule.flag_b, rule.flag_c, rows, batch, weighted, labels);
  for (const engine::MetricKind kind : metrics.in_program()) put(kind);
  return key;
}

// Nanoseconds of a step, fitted to networks of 33 to 8500 weights: each op's start, and for every
// lane vector that goes through, its values, its products, and its transcendental functions.
int Together::least_lanes(const Model& model, int64_t rows, int64_t batch_size) {
  const engine::Graph& graph = model.state_->network.graph;
  const double count = static_cast<double>(batch_size == kAll ? rows : std::min(batch_size, rows));
  double values = 0, slow = 3;
  for (const engine::Op& op : graph.ops) {
    values += static_cast<double>(op.size());
    const bool plain =
        op.kind != engine::OpKind::kActivation && op.kind != engine::OpKind::kSoftmax;
    const bool cheap = op.act == engine::Act::kLinear || op.act == engine::Act::kRelu ||
                       op.act == engine::Act::kLeakyRelu;
    if (!plain && (op.kind == engine::OpKind::kSoftmax || !cheap))
      slow += static_cast<double>(op.size());
  }
  const double ops = static_cast<double>(graph.ops.size());
  const double vector = 11 * slow + 2 * values + static_cast<double>(graph.weights());
  const double alone = 100 + 30 * ops + std::ceil(count / 16) * vector;
  const double pack = 600 + 20 * ops + count * vector;
  constexpr double kMargin = 1.5;
  return static_cast<int>(std::clamp(std::ceil(kMargin * pack / alone), 2.0, 17.0));
}

std::vector<double> Together::values(const Model& model) {
  return model.state_->values();
}

void Together::set_values(Model& model, std::span<const double> values) {
  if (std::ssize(values) != model.state_->network.graph.values())
    throw Error("weights", "are not those of this network", "train it anew");
  model.state_->fill(values);
}

int Together::lanes_for(size_t networks, int threads, int least) {
  const size_t count = static_cast<size_t>(threads);
  const int share = static_cast<int>(std::min(kLanes, (networks + count - 1) / count));
  return share >= least ? share : 0;
}

// The lanes of one pack and who trains in them.
template <class T>
class Together::Runner {
 public:
  Runner(const std::function<Member*()>& take, const std::function<void(Member&)>& done, int lanes)
      : take_(take), done_(done), lanes_(static_cast<size_t>(lanes)) {}

  void run(Member* first) {
    waiting_ = first;
    while (place_batches()) {
      if (plain_)
        plain_epochs();
      else
        step();
    }
  }

 private:
  struct Lane {
    Member* member = nullptr;
    FitSetup setup;
    std::unique_ptr<Course<T>> course;
  };

  // Every network's next batch; false where nobody is left.
  bool place_batches() {
    look_on();
    bool at_start = true;
    batch_.same_as_before = true;
    for (size_t l = 0; l < lanes_; ++l) {
      if (!lane_[l].member) continue;
      if (place(l))
        at_start = lane_[l].course->at_start();
      else
        leave(l);
    }
    for (size_t l = 0; at_start && l < lanes_; ++l) {
      while (!lane_[l].member && enter(l)) {
        if (lane_[l].member && !place(l)) leave(l);
      }
    }
    find_living();
    if (living_.empty()) return false;
    fill_empty();
    return true;
  }

  // Saves those whose watch wishes it, and lets go those that are to pause.
  void look_on() {
    for (size_t l = 0; l < lanes_; ++l) {
      Lane& lane = lane_[l];
      if (!lane.member || !lane.member->watch) continue;
      const bool pause = pauses(lane.member->watch.get(), [&](io::Checkpoint& to) {
        pack_->leave(static_cast<int>(l), lane.course->state(), true);
        lane.course->save(to);
      });
      if (!pause) continue;
      pack_->vacate(static_cast<int>(l));
      let_go(lane, true);
    }
  }

  void find_living() {
    living_.clear();
    plain_ = steady_ = true;
    for (size_t l = 0; l < lanes_; ++l) {
      if (!lane_[l].member) continue;
      living_.push_back(l);
      plain_ = plain_ && lane_[l].course->plain();
      steady_ = steady_ && lane_[l].course->steady();
    }
  }

  bool place(size_t l) {
    Course<T>& course = *lane_[l].course;
    const engine::Batch* batch = course.next();
    if (!batch) return false;
    batch_.source[l] = batch->source;
    batch_.rows[l] = batch->rows;
    batch_.first = batch->first;
    batch_.count = batch->count;
    batch_.same_as_before = batch_.same_as_before && batch->same_as_before;
    batch_.seeds[l] = course.seed();
    batch_.steps[l] = static_cast<uint32_t>(course.step());
    return true;
  }

  // Lanes without a network repeat what another sees.
  void fill_empty() {
    for (size_t l = 0; l < kLanes; ++l) {
      if (lane_[l].member) continue;
      batch_.source[l] = batch_.source[living_[0]];
      batch_.rows[l] = batch_.rows[living_[0]];
    }
    if (!changed_) return;
    changed_ = false;
    batch_.together = std::all_of(
        batch_.source.begin(), batch_.source.end(),
        [&](const engine::RowSource* s) { return same_rows(*s, *batch_.source[living_[0]]); });
  }

  void step() {
    pack_->gradient(batch_);
    after_gradient();
  }

  void after_gradient() {
    for (const size_t l : living_) {
      Course<T>& course = *lane_[l].course;
      const double penalty = course.penalised() ? pack_->penalty(static_cast<int>(l)) : 0;
      if (course.measured(pack_->sums(l), penalty))
        rules_[l] = course.rule();
      else
        leave(l);
    }
    std::erase_if(living_, [&](size_t l) { return !lane_[l].member; });
    if (living_.empty()) return;
    // The kind and the flags are everybody's; numbers in a lane without a network do not matter.
    pack_->set_rules(rules_, living_[0]);
    pack_->update();
    for (const size_t l : living_) lane_[l].course->updated();
  }

  // Epochs of one batch each, as many as nobody needs to be asked about; then each is told.
  void plain_epochs() {
    int64_t most = std::clamp<int64_t>(
        kPlainWork / (static_cast<int64_t>(batch_.count) * pack_->plan().features), 1,
        kPlainEpochs);
    for (const size_t l : living_) most = std::min(most, lane_[l].course->plain_epochs_ahead());
    set_plain_rules();
    plain_losses_.resize(kLanes * kPlainStride);
    int64_t done = 0;
    bool finite = true;
    for (; done < most; ++done) {
      const bool moved = pack_->step(batch_);
      batch_.same_as_before = true;
      const double* const losses = pack_->losses();
      for (size_t l = 0; l < kLanes; ++l)
        plain_losses_[l * kPlainStride + static_cast<size_t>(done)] = losses[l];
      finite = moved || std::all_of(living_.begin(), living_.end(),
                                    [&](size_t l) { return std::isfinite(losses[l]); });
      if (!finite) break;
      if (!moved) pack_->update();
      for (uint32_t& step : batch_.steps) ++step;  // dropout and noise draw anew
      if (!steady_) set_plain_rules(done + 1);
    }
    for (const size_t l : living_)
      lane_[l].course->plain_epochs({&plain_losses_[l * kPlainStride], static_cast<size_t>(done)});
    if (!finite) after_gradient();
  }

  static constexpr int64_t kPlainEpochs = 256;
  // Of a lane's losses: no power of two, so that the lanes' lines do not evict each other.
  static constexpr size_t kPlainStride = kPlainEpochs + 8;
  // Watches are asked in between: values of a network, some hundredths of a second of sixteen.
  static constexpr int64_t kPlainWork = 1 << 20;

  void set_plain_rules(int64_t ahead = 0) {
    for (const size_t l : living_) rules_[l] = lane_[l].course->rule(ahead);
    pack_->set_rules(rules_, living_[0]);
  }

  bool enter(size_t l) {
    Lane& lane = lane_[l];
    lane.member = waiting_ ? std::exchange(waiting_, nullptr) : take_();
    if (!lane.member) return false;
    lane.member->paused = false;
    begin_backup(*lane.member);
    Model::State& s = *lane.member->model->state_;
    lane.setup = s.set_up(lane.member->train, lane.member->options);
    engine::State<T>& state = s.template weights_as<T>();
    lane.course =
        std::make_unique<Course<T>>(s.network, s.options, lane.setup.options, lane.setup.samples,
                                    lane.setup.validation, state, nullptr);
    lane.course->remember_in(best_constant_);
    if (!pack_)
      pack_ = std::make_unique<engine::Pack<T>>(s.network.graph, lane.course->program_options());
    if (lane.member->from) {
      lane.course->restore(*lane.member->from);
      if (!end_epoch_alone(lane)) {
        let_go(lane, true);
        return true;
      }
    } else {
      lane.course->begin();
    }
    const int number = static_cast<int>(l);
    pack_->enter(number, s.network.graph, state);
    lane.course->keep_weights_at([this, number, &state] { pack_->leave(number, state, false); },
                                 [this, number, &state] { pack_->set_weights(number, state); });
    changed_ = true;
    return true;
  }

  // Lanes begin their epochs together: one that comes from within an epoch walks to its end alone.
  // False where it pauses on the way.
  bool end_epoch_alone(Lane& lane) {
    Course<T>& course = *lane.course;
    if (!course.mid_epoch()) return true;
    engine::Program<T> program(course.graph(), course.program_options());
    while (course.mid_epoch()) {
      if (pauses(lane.member->watch.get(), [&](io::Checkpoint& to) { course.save(to); }))
        return false;
      const engine::Batch* batch = course.next();
      if (!batch || !gradus::step(course, program, *batch)) break;
    }
    return true;
  }

  void leave(size_t l) {
    Lane& lane = lane_[l];
    Model::State& s = *lane.member->model->state_;
    pack_->leave(static_cast<int>(l), s.template weights_as<T>(), true);
    pack_->vacate(static_cast<int>(l));
    lane.course->keep_weights_at({}, {});
    tell_end(lane.member->watch.get(), [&](io::Checkpoint& to) { lane.course->save(to); });
    lane.member->history = lane.course->finish();
    s.step = lane.member->history.steps;
    end_backup(*lane.member);
    let_go(lane, false);
  }

  void let_go(Lane& lane, bool paused) {
    lane.course.reset();
    changed_ = true;
    lane.member->paused = paused;
    done_(*std::exchange(lane.member, nullptr));
  }

  const std::function<Member*()>& take_;
  const std::function<void(Member&)>& done_;
  size_t lanes_;
  Member* waiting_ = nullptr;
  std::array<Lane, kLanes> lane_;
  std::unique_ptr<engine::Pack<T>> pack_;
  engine::PackBatch batch_;
  std::array<engine::Update<T>, kLanes> rules_;
  BestConstant best_constant_;
  std::vector<size_t> living_;
  std::vector<double> plain_losses_;  // [16][epoch]
  bool changed_ = true, plain_ = false, steady_ = false;
};

void Together::train(const std::function<Member*()>& take, const std::function<void(Member&)>& done,
                     int lanes) {
  Member* const first = take();
  if (!first) return;
  if (first->model->options().float64)
    Runner<double>(take, done, lanes).run(first);
  else
    Runner<float>(take, done, lanes).run(first);
}

}  // namespace gradus
