// Instruments at work during a training: a listener reads them on a copy of the network.
#include "study/instruments.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "io/checkpoint.hpp"
#include "study/instrument_budget.hpp"
#include "study/sampled_bytes.hpp"

namespace gradus::study {
namespace {

using When = InstrumentSpec::When;

Reading one(const std::string& quantity, double value) {
  Reading reading;
  reading.quantity = quantity;
  reading.values = {value};
  reading.distribution = distribution(reading.values);
  return reading;
}

std::vector<Reading> readings_of(const Collapse& c) {
  return {one("collapse", c.equal ? 1 : 0),
          one("within_1e-6", c.within(1e-6) ? 1 : 0),
          one("within_1e-2", c.within(1e-2) ? 1 : 0),
          one("within_5e-2", c.within(5e-2) ? 1 : 0),
          one("span", c.span),
          one("target_span", c.target_span)};
}

// The layers that are asked for and that this network has; false where it has none of them.
bool narrow(const InstrumentSpec& spec, const Model& model, InstrumentOptions& options) {
  for (const Summary::Row& row : model.summary().rows)
    if (std::find(spec.layers.begin(), spec.layers.end(), row.name) != spec.layers.end())
      options.layers.push_back(row.name);
  return spec.layers.empty() || !options.layers.empty();
}

}  // namespace

// Reads at the moments that the instruments ask for. An update's size needs the weights before it:
// they are kept only where an update may be asked about.
class InstrumentRecorder::Watch : public Listener {
 public:
  Watch(const Study& study, const Plan& plan, const Prepared& data, const Model& model, int threads)
      : study_(study),
        data_(data),
        look_(model),
        threads_(threads),
        budget_(study, plan, model.summary(), data) {
    steps_per_epoch_ = budget_.steps_per_epoch();
    last_step_ = budget_.planned_steps();
    for (const InstrumentSpec& spec : study.instruments) {
      const bool ratio = spec.kind == "update_ratio";
      ratios_ = ratios_ || ratio;
      every_ratio_ = every_ratio_ || (ratio && spec.when != When::kFree);
      batches_ = batches_ || spec.when == When::kSteps;
      const bool end = spec.when == When::kEnd || spec.when == When::kFree;
      listens_ = listens_ || !end || ratio;
    }
    listens_ = listens_ || budget_.may_grant();
  }

  [[nodiscard]] bool listens() const { return listens_; }
  [[nodiscard]] bool wants_batches() const override { return batches_ || ratios_; }

  void train_begin(Training& t) override { read(t, When::kStart); }
  void batch_begin(Training& t) override {
    if (ratio_wanted(t.step() + 1)) before_ = t.values();
  }
  void batch_end(Training& t) override {
    if (!before_.empty()) {
      look_.set_values(t.values());
      for (size_t i = 0; i < study_.instruments.size(); ++i) {
        InstrumentOptions options;
        if (study_.instruments[i].kind == "update_ratio" &&
            narrow(study_.instruments[i], look_.model(), options))
          ratio_[i] = look_.update_ratio(before_, options);
      }
      ratio_step_ = t.step();
      before_.clear();
    }
    if (batches_) read(t, When::kSteps);
  }
  void epoch_end(Training& t) override {
    if (granted(t.epoch() + 1, t.step())) read(t, When::kFree);
    read(t, When::kEpochs);
  }

  [[nodiscard]] std::string state() const override {
    io::Checkpoint to;
    to.put_text("sampled", sampled_bytes(sampled_));
    std::vector<Sampled> ratios;
    for (const auto& [i, readings] : ratio_) ratios.push_back({i, 0, ratio_step_, readings});
    to.put_text("ratios", sampled_bytes(ratios));
    to.put("ratio_step", ratio_step_);
    to.put("asked", asked_);
    to.put("granted", static_cast<uint8_t>(granted_));
    to.put("spent", budget_.spent());
    return to.bytes();
  }
  void restore(std::string_view state) override {
    const io::Checkpoint from = io::Checkpoint::parse(state, "instruments");
    sampled_ = parse_sampled(from.text("sampled"));
    ratio_.clear();
    for (Sampled& ratio : parse_sampled(from.text("ratios")))
      ratio_[ratio.instrument] = std::move(ratio.readings);
    ratio_step_ = from.value<int64_t>("ratio_step");
    asked_ = from.value<int64_t>("asked");
    granted_ = from.value<uint8_t>("granted") != 0;
    budget_.resume(from.value<double>("spent"));
  }

  void finish(const Model& model, Trial& trial) {
    if (trial.history.where == Where{}) {
      look_ = Instruments(model);
      for (size_t i = 0; i < study_.instruments.size(); ++i) {
        const InstrumentSpec& spec = study_.instruments[i];
        if (spec.when == When::kFree) {
          end_freely(i, trial.history);
        } else if (spec.when == When::kEnd) {
          add(i, trial.history.epochs, trial.history.steps, spec.samples);
        }
      }
    }
    for (size_t i = 0; i < study_.instruments.size(); ++i) {
      const auto last = last_of(i);
      if (last == sampled_.rend() || trial.history.where != Where{}) continue;
      for (auto& metric : metrics_of(study_.instruments[i], last->readings))
        trial.metrics.push_back(std::move(metric));
    }
    trial.sampled = std::move(sampled_);
  }

 private:
  [[nodiscard]] std::vector<Sampled>::reverse_iterator last_of(size_t i) {
    return std::find_if(sampled_.rbegin(), sampled_.rend(),
                        [&](const Sampled& s) { return s.instrument == i; });
  }

  // Whether the instruments that do not say when look at the end of this epoch. The last one asked
  // about is remembered: before its last update, and after it.
  [[nodiscard]] bool granted(int64_t epoch, int64_t steps) {
    if (epoch == asked_) return granted_;
    asked_ = epoch;
    // The end is looked at anyway.
    return granted_ = steps < last_step_ && budget_.grants(epoch, steps);
  }

  // A moment that asks for the weights before an update: nothing here may take the time of a step.
  [[nodiscard]] bool ratio_wanted(int64_t step) {
    if (!ratios_) return false;
    if (step == last_step_) return true;
    if (step % steps_per_epoch_ == 0) {
      const int64_t epoch = step / steps_per_epoch_;
      // The first is kept in any case: a training that stops early has that one at least.
      if (every_ratio_ || epoch == 1 || granted(epoch, step)) return true;
    }
    return batches_ && std::any_of(study_.instruments.begin(), study_.instruments.end(),
                                   [&](const InstrumentSpec& spec) {
                                     return spec.kind == "update_ratio" &&
                                            spec.when == When::kSteps && step % spec.every == 0;
                                   });
  }

  void read(Training& t, When when) {
    const bool before = when == When::kStart || when == When::kSteps;
    const int64_t done = when == When::kStart ? 0 : t.epoch() + (before ? 0 : 1);
    bool moved = false;
    for (size_t i = 0; i < study_.instruments.size(); ++i) {
      const InstrumentSpec& spec = study_.instruments[i];
      const int64_t count = when == When::kSteps ? t.step() : done;
      if (spec.when != when || (when != When::kStart && count % spec.every != 0)) continue;
      const std::vector<double> values = moved ? std::vector<double>{} : t.values();
      if (!moved && values.empty()) return;  // a trainer that shows none
      if (!moved) look_.set_values(values);
      moved = true;
      add(i, done, t.step(), budget_.samples(spec));
    }
  }

  // An update cannot be looked at when it is over: where the training stopped before its time, the
  // last one that was looked at stands, with its own step.
  void end_freely(size_t i, const History& history) {
    const InstrumentSpec& spec = study_.instruments[i];
    const auto last = last_of(i);
    const bool ratio = spec.kind == "update_ratio";
    const int64_t step = ratio ? ratio_step_ : history.steps;
    if (last != sampled_.rend() && last->step == step)
      sampled_.erase(std::next(last).base());  // stopped where it had just looked
    const int64_t epoch = step == history.steps ? history.epochs : step / steps_per_epoch_;
    add(i, epoch, step, budget_.samples_at_end(spec, history.steps), true);
  }

  void add(size_t i, int64_t epoch, int64_t step, int64_t samples, bool end = false) {
    const InstrumentSpec& spec = study_.instruments[i];
    InstrumentOptions options;
    options.samples = samples;
    options.threads = threads_;
    // Figures show the last look: of those that come before, nobody draws a silhouette.
    options.silhouettes = is_drawn(study_, spec) && (spec.when != When::kFree || end);
    if (!narrow(spec, look_.model(), options)) return;
    std::vector<Reading> readings;
    if (spec.kind == "update_ratio") {
      readings = ratio_[i];
    } else {
      readings = read_now(spec, options);
    }
    if (!readings.empty()) sampled_.push_back({i, epoch, step, std::move(readings)});
  }

  [[nodiscard]] std::vector<Reading> read_now(const InstrumentSpec& spec,
                                              const InstrumentOptions& options) const {
    const data::Dataset& samples = chosen_set(spec, data_);
    if (spec.kind == "activations") return look_.activations(samples, options);
    if (spec.kind == "gradients") return look_.gradients(samples, spec.of, options);
    if (spec.kind == "weights") return look_.weights(options);
    if (spec.kind == "batch_normalization") return look_.batch_normalization(options);
    if (spec.kind == "dead_units") return look_.dead_units(samples, options);
    if (spec.kind == "saturated_units") return look_.saturated_units(samples, options);
    return readings_of(look_.collapse(samples, threads_));
  }

  const Study& study_;
  const Prepared& data_;
  Instruments look_;
  int threads_;
  InstrumentBudget budget_;
  int64_t steps_per_epoch_ = 1, last_step_ = 0;
  bool ratios_ = false, every_ratio_ = false, batches_ = false, listens_ = false;
  int64_t asked_ = 0, ratio_step_ = 0;
  bool granted_ = false;
  std::vector<double> before_;
  std::map<size_t, std::vector<Reading>> ratio_;  // of the last update looked at
  std::vector<Sampled> sampled_;
};

InstrumentRecorder::InstrumentRecorder(const Study& study, const Plan& plan, const Prepared& data,
                                       const Model& model, int threads)
    : watch_(study.instruments.empty()
                 ? nullptr
                 : std::make_shared<Watch>(study, plan, data, model, threads)) {}
InstrumentRecorder::~InstrumentRecorder() = default;

void InstrumentRecorder::listen(FitOptions& fit) {
  if (watch_ && watch_->listens()) fit.callbacks.emplace_back(watch_);
}

void InstrumentRecorder::finish(const Model& model, Trial& trial) {
  if (watch_) watch_->finish(model, trial);
}

}  // namespace gradus::study
