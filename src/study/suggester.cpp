#include <set>

#include "study/drawing.hpp"
#include "study/search/tpe.hpp"

namespace gradus::study {
namespace {

class TpeSuggester : public Suggester {
 public:
  TpeSuggester(Context context, Node core, std::vector<AxisNode> axes, const SearchSpec& search)
      : context_(std::move(context)),
        core_(std::move(core)),
        axes_(std::move(axes)),
        seed_(search.seed),
        higher_is_better_(search.higher_is_better) {}

  [[nodiscard]] std::vector<Variant> suggest(std::span<const Judged> judged,
                                             size_t count) const override {
    Drawing drawing(context_, core_, axes_);
    std::vector<search::Tried> tried;
    std::set<std::string> seen;
    for (const Judged& j : judged) {
      tried.push_back({drawing.point_of(j.key), higher_is_better_ ? -j.objective : j.objective});
      seen.insert(text(j.key));
    }
    std::vector<search::Point> pending;
    std::vector<Variant> out;
    for (size_t i = 0; i < count; ++i) {
      const size_t number = judged.size() + i;
      Variant variant = drawing.variant_of(suggested(drawing.space(), tried, pending, number, 0));
      for (uint32_t attempt = 1;
           seen.contains(text(variant.key)) && attempt < search::kMostAttempts; ++attempt)
        variant = drawing.variant_of(suggested(drawing.space(), tried, pending, number, attempt));
      seen.insert(text(variant.key));
      pending.push_back(drawing.point_of(variant.key));
      out.push_back(std::move(variant));
    }
    return out;
  }

 private:
  [[nodiscard]] search::Point suggested(const search::Space& space,
                                        std::span<const search::Tried> tried,
                                        std::span<const search::Point> pending, size_t number,
                                        uint32_t attempt) const {
    return number < search::kTpeStart
               ? search::random_point(space, seed_, number, attempt)
               : search::tpe_point(space, tried, pending, seed_, number, attempt);
  }

  Context context_;
  Node core_;
  std::vector<AxisNode> axes_;
  uint64_t seed_;
  bool higher_is_better_;
};

}  // namespace

std::shared_ptr<const Suggester> make_suggester(const Context& context, const Node& core,
                                                const std::vector<AxisNode>& axes,
                                                const SearchSpec& search) {
  return std::make_shared<TpeSuggester>(context, core, axes, search);
}

}  // namespace gradus::study
