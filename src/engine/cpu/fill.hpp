#pragma once

#include "engine/cpu/kernels.hpp"

/// Each kernel file fills its entries of the tables with those of the target chosen at run time.
namespace gradus::engine::cpu {

void fill_product(Kernels<float>* f, Kernels<double>* d);
void fill_weight_gradient(Kernels<float>* f, Kernels<double>* d);
void fill_convolution(Kernels<float>* f, Kernels<double>* d);
void fill_conv_gradient(Kernels<float>* f, Kernels<double>* d);
void fill_pool(Kernels<float>* f, Kernels<double>* d);
void fill_normalize(Kernels<float>* f, Kernels<double>* d);
void fill_layer_norm(Kernels<float>* f, Kernels<double>* d);
void fill_prelu(Kernels<float>* f, Kernels<double>* d);
void fill_layout(Kernels<float>* f, Kernels<double>* d);
void fill_activation(Kernels<float>* f, Kernels<double>* d);
void fill_softmax(Kernels<float>* f, Kernels<double>* d);
void fill_loss(Kernels<float>* f, Kernels<double>* d);
void fill_metric(Kernels<float>* f, Kernels<double>* d);
void fill_pack_product(Kernels<float>* f, Kernels<double>* d);
void fill_pack_chain(Kernels<float>* f, Kernels<double>* d);
void fill_noise(Kernels<float>* f, Kernels<double>* d);
void fill_update(Kernels<float>* f, Kernels<double>* d);

}  // namespace gradus::engine::cpu
