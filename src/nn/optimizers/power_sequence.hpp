#pragma once

#include <cassert>
#include <cstdint>

namespace gradus::rules {

/// beta^t for t = 0, 1, 2 ...: the product of t factors, multiplied one after the other, and 0 once
/// it is below 1e-300 (denormal products are slow, and 1 - beta^t has long been 1). A function of t
/// alone: what it remembers only saves the work when t goes on by one, so resuming a training at
/// any step gives the same bits.
class PowerSequence {
 public:
  explicit PowerSequence(double beta) : beta_(beta) { assert(beta >= 0 && beta < 1); }

  double at(int64_t t) {
    assert(t >= 0);
    if (t < t_) {
      t_ = 0;
      power_ = 1;
    }
    while (t_ < t && power_ != 0) {
      power_ *= beta_;
      if (power_ < 1e-300) power_ = 0;
      ++t_;
    }
    if (power_ == 0) t_ = t;  // and stays 0
    return power_;
  }

 private:
  double beta_;
  int64_t t_ = 0;
  double power_ = 1;
};

}  // namespace gradus::rules
