// The spike behind docs/engine.md, "One order of summation": what does it cost to sum a weight's
// gradient over the samples in one order for both layouts? Stand-alone; built by hand on the
// machine in question:
//   clang++-19 -O3 -march=native -ffp-contract=off -std=c++20 bench/order_of_sums.cpp -o
//   order_of_sums
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <utility>
#include <vector>

namespace {

typedef float Lanes __attribute__((vector_size(64)));

Lanes fma(Lanes a, Lanes b, Lanes c) {
  return __builtin_elementwise_fma(a, b, c);
}
Lanes all(float v) {
  return Lanes{} + v;
}

constexpr int kGroup = 16;

// Sixteen vectors to the sixteen sums of their lanes: each step adds halves of two vectors into
// one.
template <int kHalf>
Lanes join(Lanes a, Lanes b) {
  constexpr auto at = [](int lane, int odd) {
    const int block = lane / kHalf, within = lane % kHalf;
    return (block % 2 == 0 ? 0 : 16) + (block / 2 * 2 + odd) * kHalf + within;
  };
  return [&]<int... L>(std::integer_sequence<int, L...>) {
    return __builtin_shufflevector(a, b, at(L, 0)...) + __builtin_shufflevector(a, b, at(L, 1)...);
  }(std::make_integer_sequence<int, 16>{});
}

Lanes add_across(const Lanes* v) {
  Lanes a[8], b[4], c[2];
  for (int i = 0; i < 8; ++i) a[i] = join<8>(v[i], v[i + 8]);
  for (int i = 0; i < 4; ++i) b[i] = join<4>(a[i], a[i + 4]);
  for (int i = 0; i < 2; ++i) c[i] = join<2>(b[i], b[i + 2]);
  return join<1>(c[0], c[1]);
}

// Sample lanes, 16 interleaved partial sums a weight, added up across the lanes at the end: x
// [group][I], d [group][O] lanes.
void interleaved(const Lanes* x, const Lanes* d, Lanes* dw, int groups, int inputs, int outputs) {
  int tile = 0;
  for (int i = 0; i + 4 <= inputs; i += 4) {
    for (int o = 0; o + 4 <= outputs; o += 4) {
      Lanes sum[16] = {};
      for (int g = 0; g < groups; ++g) {
        for (int a = 0; a < 4; ++a) {
          for (int b = 0; b < 4; ++b)
            sum[4 * a + b] = fma(x[g * inputs + i + a], d[g * outputs + o + b], sum[4 * a + b]);
        }
      }
      dw[tile++] = add_across(sum);
    }
  }
}

// Sample lanes, samples in order: d transposed to [sample][O], vectors along the outputs, x
// broadcast from its lanes.
void in_order(const float* x, const Lanes* dt, Lanes* dw, int groups, int inputs, int outputs) {
  const int columns = outputs / 16;
  for (int o = 0; o + 4 <= columns; o += 4) {
    for (int i = 0; i + 6 <= inputs; i += 6) {
      Lanes sum[6][4] = {};
      for (int g = 0; g < groups; ++g) {
        for (int s = 0; s < kGroup; ++s) {
          for (int a = 0; a < 6; ++a) {
            const Lanes in = all(x[(g * inputs + i + a) * kGroup + s]);
            for (int b = 0; b < 4; ++b)
              sum[a][b] = fma(in, dt[(g * kGroup + s) * columns + o + b], sum[a][b]);
          }
        }
      }
      for (int a = 0; a < 6; ++a) {
        for (int b = 0; b < 4; ++b) dw[(i + a) * columns + o + b] = sum[a][b];
      }
    }
  }
}

// Network lanes: x [sample][I], d [sample][O], a lane a network; samples in order.
void networks_in_order(const Lanes* x, const Lanes* d, Lanes* dw, int samples, int inputs,
                       int outputs) {
  for (int i = 0; i + 4 <= inputs; i += 4) {
    for (int o = 0; o + 4 <= outputs; o += 4) {
      Lanes sum[4][4] = {};
      for (int s = 0; s < samples; ++s) {
        for (int a = 0; a < 4; ++a) {
          for (int b = 0; b < 4; ++b)
            sum[a][b] = fma(x[s * inputs + i + a], d[s * outputs + o + b], sum[a][b]);
        }
      }
      for (int a = 0; a < 4; ++a) {
        for (int b = 0; b < 4; ++b) dw[(i + a) * outputs + o + b] = sum[a][b];
      }
    }
  }
}

// The same with 16 interleaved partial sums a weight, as sample lanes would have them.
void networks_interleaved(const Lanes* x, const Lanes* d, Lanes* dw, int samples, int inputs,
                          int outputs) {
  for (int i = 0; i < inputs; ++i) {
    for (int o = 0; o < outputs; ++o) {
      Lanes sum[16] = {};
      for (int s = 0; s < samples; s += 16) {
        for (int l = 0; l < 16; ++l)
          sum[l] = fma(x[(s + l) * inputs + i], d[(s + l) * outputs + o], sum[l]);
      }
      for (int half = 8; half > 0; half /= 2) {
        for (int l = 0; l < half; ++l) sum[l] += sum[l + half];
      }
      dw[i * outputs + o] = sum[0];
    }
  }
}

template <class F>
double gflops(double flops, F&& f) {
  std::vector<double> seconds;
  const int repeats = std::max(1, static_cast<int>(1e8 / flops));
  for (int run = 0; run < 15; ++run) {
    const auto start = std::chrono::steady_clock::now();
    for (int r = 0; r < repeats; ++r) f();
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / repeats);
  }
  std::sort(seconds.begin(), seconds.end());
  return flops / seconds[7] / 1e9;
}

}  // namespace

int main() {
  std::printf("%-22s %12s %12s\n", "sample lanes", "interleaved", "in order");
  for (const auto [batch, inputs, outputs] :
       {std::array{16, 780, 192}, {32, 780, 192}, {64, 780, 192}, {256, 780, 192}, {64, 96, 192}}) {
    const int groups = batch / 16;
    std::vector<Lanes> x(groups * inputs), d(groups * outputs), w(inputs * outputs);
    const double flops = 2.0 * batch * inputs * outputs;
    const double a =
        gflops(flops, [&] { interleaved(x.data(), d.data(), w.data(), groups, inputs, outputs); });
    const double b = gflops(flops, [&] {
      in_order(reinterpret_cast<float*>(x.data()), d.data(), w.data(), groups, inputs, outputs);
    });
    std::printf("%3d x %3d x %3d %19.0f %12.0f GFLOP/s\n", batch, inputs, outputs, a, b);
  }
  std::printf("%-22s %12s %12s\n", "network lanes", "interleaved", "in order");
  for (const auto [batch, inputs, outputs] :
       {std::array{16, 20, 20}, {64, 20, 20}, {64, 100, 20}}) {
    std::vector<Lanes> x(batch * inputs), d(batch * outputs), w(inputs * outputs);
    const double flops = 32.0 * batch * inputs * outputs;
    const double a = gflops(
        flops, [&] { networks_interleaved(x.data(), d.data(), w.data(), batch, inputs, outputs); });
    const double b = gflops(
        flops, [&] { networks_in_order(x.data(), d.data(), w.data(), batch, inputs, outputs); });
    std::printf("%3d x %3d x %3d %19.0f %12.0f GFLOP/s\n", batch, inputs, outputs, a, b);
  }
}
