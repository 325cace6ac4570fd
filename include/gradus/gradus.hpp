#pragma once

/// All of Gradus's public interface.
#include "gradus/base/error.hpp"
#include "gradus/data/load.hpp"
#include "gradus/data/make.hpp"
#include "gradus/data/one_hot.hpp"
#include "gradus/data/split.hpp"
#include "gradus/data/transform.hpp"
#include "gradus/nn/confusion_matrix.hpp"
#include "gradus/nn/layers.hpp"
#include "gradus/nn/losses.hpp"
#include "gradus/nn/metrics.hpp"
#include "gradus/nn/optimizers.hpp"
#include "gradus/report/figure.hpp"
#include "gradus/train/gradient_check.hpp"
#include "gradus/train/instruments.hpp"
#include "gradus/train/learning_rate_range.hpp"
#include "gradus/train/model.hpp"
