// What most tests read; a test includes what it uses all the same.
#pragma once

#include <gtest/gtest.h>

#include "../../cmake/precompiled.hpp"
#include "gradus/gradus.hpp"
