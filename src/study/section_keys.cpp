// The one list of the keys of every section, with what the reference says of them.
#include "study/section_keys.hpp"

#include <stdexcept>
#include <utility>

namespace gradus::study {
namespace {

using KeyList = std::vector<SectionKey>;

const KeyList kStudy = {
    {"question", "words", "the file's name", "the headline of findings and report"},
    {"expect", "words", "none", "what one expects, in prose; printed beside the answer"},
    {"seeds", "count or list", "5",
     "32 means the seeds 0 to 31, a list names them. A seed drives all that is random in a trial: "
     "drawing and dealing samples, start, order, dropout. Variants with one seed share what they "
     "can, so that comparisons are paired"},
    {"reported", "list of rows", "none",
     "figures of others, to compare with: names of axes pick the variant, names of metrics give "
     "values; also `note` and `source`. In a search a row stands for the best of the points that "
     "fit. Left alone in the quick form"},
    {"allow_inert", "list of axes", "none", "axes that may change nothing at all"},
    {"save_weights", "true or false", "false", "the weights of every trial into the results"},
    {"labels", "table", "none",
     "what a metric, axis or instrument is called on axes and in sentences, unit included"},
    {"data", "table", "required to run", "see `[data]`"},
    {"model", "table", "required", "see `[model]`"},
    {"train", "table", "required to run", "see `[train]`"},
    {"vary", "table", "none", "the axes; see `[vary]`"},
    {"search", "table", "none", "see `[search]`"},
    {"instrument", "list of things", "none", "see `[[instrument]]`"},
    {"figure", "list of things", "loss and metrics against the epoch, and what the data allow",
     "see `[[figure]]`"},
    {"finding", "list of tables", "the metrics of the end, over every axis", "see `[[finding]]`"},
    {"quick", "table", "none", "an overlay: what `--quick` changes in the study"},
    {"record", "table", "written by `gradus run`",
     "version and checksums in the `study.toml` of a run, which is itself a study"}};

const KeyList kData = {
    {"source", "source", "required", "where samples come from"},
    {"samples", "count", "all",
     "of one body of samples only the first so many, in the source's order; of a generated source, "
     "how many are drawn and dealt"},
    {"train", "count, or share above 0, below 1", "the rest",
     "training samples; a generated source needs a count here or in `samples`"},
    {"test", "count, share or { folds, repeats }", "the source's own, or none",
     "test samples. Folds here and in `validation` make nested cross-validation"},
    {"validation", "count, share, { folds, repeats } or \"test\"", "none",
     "what `val_` metrics are measured on; `\"test\"` is the test set itself"},
    {"stratify", "true or false", "true for classes",
     "deal every class in proportion, folds included"},
    {"transform", "list of transforms", "none",
     "done in this order, fitted on the training samples alone"},
    {"augment", "list of augments", "none", "of the training images, drawn anew each epoch"},
    {"seed", "whole number from 0", "the trial's",
     "pins drawing, dealing and folds, so that all seeds see one data set"}};

const KeyList kFolds = {{"folds", "whole number from 2", "required", "each is held out in turn"},
                        {"repeats", "whole number from 1", "1", "all is dealt anew so many times"}};

const KeyList kModel = {
    {"layers", "list of layers", "required", "in order; each takes the output of the one before"},
    {"input", "size", "the data's",
     "needed only without `[data]`; such a file can be summarised, not run"},
    {"defaults", "table", "none",
     "`[model.defaults]`: options (not words) for every layer that has them and does not give "
     "them"}};

const KeyList kLayer = {
    {"name", "word", "the kind, then kind_1, kind_2 ...", "the layer's own name; not \"input\""},
    {"inputs", "layer or list of layers", "the layer before",
     "whose outputs it takes; \"input\" is the network's"},
    {"repeat", "whole number from 0 to 10000", "1",
     "so many of this layer, one after the other; 0 leaves it out"}};

const KeyList kTrain = {
    {"loss", "loss", "required", "what is minimised"},
    {"optimizer", "optimizer", "required", "how; a full-batch solver takes all samples at once"},
    {"batch_size", "whole number from 1, or \"all\"", "32", "samples an update; not of a solver"},
    {"epochs", "whole number from 1", "this or steps",
     "how long; an axis of epochs is read off one training"},
    {"steps", "whole number from 1", "this or epochs", "the same in updates"},
    {"until", "{ METRIC = VALUE, every = \"N epochs\" }", "none",
     "the target that ends a trial as converged: at the value or beyond, looked at every so often "
     "(every epoch)"},
    {"metrics", "list of metrics", "accuracy for cross-entropies, else none",
     "measured beside the loss"},
    {"callbacks", "list of callbacks", "none", "what may end or slow a training"},
    {"validation_freq", "whole number from 1", "1", "`val_` metrics every so many epochs"},
    {"class_weight", "list of numbers, or \"balanced\"", "none",
     "what a sample of each class counts; balanced: samples / (classes x samples of the class)"},
    {"shuffle", "true or false", "true", "a new order of the samples each epoch"},
    {"dtype", "\"float32\" or \"float64\"", "\"float32\", \"float64\" for solvers",
     "what is computed in"}};

const KeyList kSearch = {
    {"objective", "metric", "required",
     "what decides, as a mean over folds and seeds: a metric of the validation samples, or epochs, "
     "converged, diverged"},
    {"method", "grid, random, latin_hypercube, sobol or tpe", "\"grid\"",
     "all that `[vary]` crosses, or how points are drawn; lists and named variants are choices. "
     "tpe "
     "draws by scores: not with folds in `data.test`"},
    {"points", "whole number from 1", "required, but for a grid",
     "how many are drawn; no more than there are different ones"},
    {"seed", "whole number from 0", "0", "of the draws; not for a grid"},
    {"scheduler", "scheduler", "none", "ends what does badly early; not with folds in `data.test`"},
    {"rule", "best or one_standard_error", "\"best\"",
     "which point is called the best; the latter: the simplest within one standard error of it"},
    {"refit", "any of best, median, worst", "none",
     "points trained again on all but the test set, and tested; they form the axis `refit`"},
    {"refit_seeds", "count or list", "the study's seeds", "the seeds of the refits"}};

const KeyList kInstrument = {
    {"kind", "word", "required", "one of those below"},
    {"name", "word", "the kind, then kind_1 ...",
     "what metrics, figures, findings and files call it: letters, digits, _ and -"},
    {"of", "weights, activations or inputs", "\"weights\"",
     "with respect to what gradients are taken"},
    {"data", "test, train or validation", "\"test\", or \"train\" without", "of which samples"},
    {"samples", "whole number from 1", "1000; all for shares of units",
     "the first so many of them"},
    {"every", "\"end\", \"start\", \"N epochs\" or \"N steps\"",
     "the end, and before as often as 5 % of the work allow", "when it is read"},
    {"layers", "list of layers", "all", "of which layers"}};

const KeyList kFigure = {
    {"kind", "word", "\"line\"", "one of those below"},
    {"name", "word", "the metric drawn, else the kind, then kind_1 ...", "the name of its files"},
    {"title", "words", "none", "a headline; `{axis}` and `{metric}` are filled in"},
    {"where", "{ axis = value or list }", "all", "only these variants"},
    {"seed", "whole number", "the first", "which trial, of kinds that show one network"},
    {"panels", "axis, or [rows, columns]",
     "all axes that remain, of kinds that show one network; else none",
     "a panel for each value; all share their scales, but an instrument's violins have each their "
     "own"},
    {"by", "axis or list of axes", "all that remain", "drawn as series"},
    {"x", kByKind, "the kind's", "what lies along the figure"},
    {"y", kByKind, "the kind's", "what is drawn"},
    {"z", "metric", "required for a heat map", "the shade of a cell"},
    {"mark", "\"min METRIC\" or \"max METRIC\"", "none", "marks that point of a line"},
    {"data", "test, train or validation", "\"test\", or \"train\" without", "which samples"},
    {"count", "whole number from 1 to 100", "9", "how many images"},
    {"predictions", "true or false", "false", "images with what a network takes them for"},
    {"wrong", "true or false", "false", "only those that it takes for another class"},
    {"layer", "layer", "the first with filters; of maps the first convolution",
     "whose filters or maps are shown"},
    {"sample", "whole number from 0", "0", "of which sample the maps are"},
    {"step", "number from 0.0001", "0.02", "between two points of a mesh"},
    {"margin", "number from 0", "0.5", "of a mesh around the samples"},
    {"spread", "true or false", "false", "the boundary of every seed in place of one network's"},
    {"xlim", "[LO, HI]", "what the data need", "the range along x"},
    {"ylim", "[LO, HI]", "what the data need", "the range along y"},
    {"xscale", "linear, log or log2", "log where lines end far apart, else linear",
     "of the axis along x"},
    {"yscale", "linear, log or log2", "\"linear\"", "of the axis along y"}};

const KeyList kFinding = {
    {"metric", "metric", "required", "what is looked at"},
    {"by", "axis", "none",
     "compare its values, within each combination of the others; without it value and spread are "
     "told"},
    {"where", "{ axis = value or list }", "all", "only these variants"},
    {"baseline", "value of by", "all pairs", "compare the others with it alone"},
    {"better", "lower or higher",
     "lower for losses, epochs and seconds, higher for accuracies and converged",
     "the words to use; a metric without a direction is only higher or lower"},
    {"min_delta", "number from 0", "0", "smaller differences are said not to matter"}};

const std::vector<std::pair<std::string, const KeyList*>> kSections = {
    {"study", &kStudy},   {"data", &kData},      {"folds", &kFolds},   {"model", &kModel},
    {"layer", &kLayer},   {"train", &kTrain},    {"search", &kSearch}, {"instrument", &kInstrument},
    {"figure", &kFigure}, {"finding", &kFinding}};

}  // namespace

const std::vector<std::string>& sections() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const auto& [name, keys] : kSections) out.push_back(name);
    return out;
  }();
  return names;
}

const std::vector<SectionKey>& section_keys(std::string_view section) {
  for (const auto& [name, keys] : kSections)
    if (name == section) return *keys;
  throw std::logic_error("no section " + std::string(section));
}

std::vector<std::string> key_names(std::string_view section) {
  std::vector<std::string> names;
  for (const SectionKey& key : section_keys(section)) names.emplace_back(key.name);
  return names;
}

}  // namespace gradus::study
