# Headers that are precompiled, where GRADUS_PRECOMPILE is on.

# gradus_precompile_tests(TARGET): the first test program's serve all of them: GoogleTest, and what tests of the highest
# floors include. They take half off the time of the tests' compilation.
function(gradus_precompile_tests TARGET)
  if(NOT GRADUS_PRECOMPILE)
    return()
  endif()
  if(${TARGET} STREQUAL "test_base")
    target_precompile_headers(test_base PRIVATE <gtest/gtest.h> ${STANDARD_HEADERS} ${STUDY_HEADERS}
                              ${PUBLIC}/report/figure.hpp)
  else()
    target_precompile_headers(${TARGET} REUSE_FROM test_base)
  endif()
endfunction()

if(NOT GRADUS_PRECOMPILE)
  return()
endif()

set(STANDARD_HEADERS <algorithm> <array> <cmath> <cstdint> <filesystem> <fstream> <functional> <limits> <map> <memory>
    <numeric> <optional> <set> <span> <string> <string_view> <utility> <variant> <vector> <fmt/core.h>)
set(PUBLIC ${PROJECT_SOURCE_DIR}/include/gradus)
set(NN_HEADERS ${PUBLIC}/nn/layers.hpp ${PUBLIC}/nn/losses.hpp ${PUBLIC}/nn/metrics.hpp ${PUBLIC}/nn/optimizers.hpp)
set(DATA_HEADERS ${NN_HEADERS} ${PUBLIC}/data/load.hpp)
set(STUDY_HEADERS ${DATA_HEADERS} ${PUBLIC}/train/model.hpp ${PUBLIC}/study/prepare.hpp ${PUBLIC}/study/results.hpp)

target_precompile_headers(gradus_base PRIVATE ${STANDARD_HEADERS})
target_precompile_headers(gradus_engine REUSE_FROM gradus_base)
target_precompile_headers(gradus_nn PRIVATE ${STANDARD_HEADERS} ${NN_HEADERS})
target_precompile_headers(gradus_io REUSE_FROM gradus_base)
target_precompile_headers(gradus_data PRIVATE ${STANDARD_HEADERS} ${DATA_HEADERS})
target_precompile_headers(gradus_train REUSE_FROM gradus_data)
target_precompile_headers(gradus_study PRIVATE ${STANDARD_HEADERS} ${STUDY_HEADERS})
target_precompile_headers(gradus_report REUSE_FROM gradus_study)
# A program's code is not placed as a library's is, so it can share none.
target_precompile_headers(gradus_command PRIVATE ${STANDARD_HEADERS} ${STUDY_HEADERS})
