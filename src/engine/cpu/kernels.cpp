#include "engine/cpu/kernels.hpp"

#include <hwy/targets.h>

#include <stdexcept>
#include <string_view>

#include "engine/cpu/fill.hpp"
#include "gradus/base/error.hpp"

namespace gradus::engine::cpu {
namespace {

struct Tables {
  Kernels<float> single{};
  Kernels<double> twofold{};
};

constexpr int64_t kUsable = HWY_AVX3 | HWY_AVX2 | HWY_NEON;

int64_t usable_here() {
  return hwy::SupportedTargets() & kUsable;
}

Tables fill() {
  if (usable_here() == 0) {
    throw Error(
        "this machine",
        "has no fused multiply-add, without which results would differ from everybody else's",
        "use one with AVX2 and FMA, AVX-512 or NEON");
  }
  Tables t;
  fill_product(&t.single, &t.twofold);
  fill_weight_gradient(&t.single, &t.twofold);
  fill_convolution(&t.single, &t.twofold);
  fill_conv_gradient(&t.single, &t.twofold);
  fill_pool(&t.single, &t.twofold);
  fill_normalize(&t.single, &t.twofold);
  fill_layer_norm(&t.single, &t.twofold);
  fill_prelu(&t.single, &t.twofold);
  fill_layout(&t.single, &t.twofold);
  fill_activation(&t.single, &t.twofold);
  fill_softmax(&t.single, &t.twofold);
  fill_loss(&t.single, &t.twofold);
  fill_metric(&t.single, &t.twofold);
  fill_pack_product(&t.single, &t.twofold);
  fill_pack_chain(&t.single, &t.twofold);
  fill_noise(&t.single, &t.twofold);
  fill_update(&t.single, &t.twofold);
  return t;
}

Tables& tables() {
  static Tables t = fill();
  return t;
}

}  // namespace

template <>
const Kernels<float>& kernels<float>() {
  return tables().single;
}
template <>
const Kernels<double>& kernels<double>() {
  return tables().twofold;
}

void limit_target(const char* name) {
  const std::string_view want = name;
  hwy::SetSupportedTargetsForTest(0);
  int64_t mask = hwy::SupportedTargets();
  if (want == "avx2") {
    mask &= HWY_AVX2;
  } else if (want == "avx512") {
    mask &= HWY_AVX3;
  } else if (!want.empty()) {
    mask = 0;
  }
  if ((mask & kUsable) == 0) throw std::invalid_argument("no such target here");
  if (!want.empty()) hwy::SetSupportedTargetsForTest(mask);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  tables() = fill();
}

const char* target_name() {
  const int64_t here = usable_here();
  return here & HWY_AVX3 ? "avx512" : here & HWY_AVX2 ? "avx2" : here & HWY_NEON ? "neon" : "none";
}

}  // namespace gradus::engine::cpu
