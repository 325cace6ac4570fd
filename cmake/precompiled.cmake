# Two thirds of a cold build are headers, the same ones in file after file: these are parsed once for a floor or several.
# Each file includes what it uses all the same, which a build without them checks, such as g++'s. They are of no use
# where ccache is, which shares objects between clones only as long as no precompiled header stands in between.
if(CCACHE OR NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  set(PRECOMPILE OFF)
else()
  set(PRECOMPILE ON)
endif()
option(GRADUS_PRECOMPILE "Precompile headers" ${PRECOMPILE})
if(NOT GRADUS_PRECOMPILE)
  return()
endif()

set(STANDARD <algorithm> <array> <cmath> <cstdint> <filesystem> <fstream> <functional> <limits> <map> <memory> <numeric>
    <optional> <set> <span> <string> <string_view> <utility> <variant> <vector> <fmt/core.h>)
set(PREFIX ${PROJECT_SOURCE_DIR}/include/gradus)
set(NN ${PREFIX}/nn/layers.hpp ${PREFIX}/nn/losses.hpp ${PREFIX}/nn/metrics.hpp ${PREFIX}/nn/optimizers.hpp)
set(DATA ${NN} ${PREFIX}/data/load.hpp)
set(STUDY ${DATA} ${PREFIX}/train/model.hpp ${PREFIX}/study/prepare.hpp ${PREFIX}/study/results.hpp)

target_precompile_headers(gradus_base PRIVATE ${STANDARD})
target_precompile_headers(gradus_engine REUSE_FROM gradus_base)
target_precompile_headers(gradus_nn PRIVATE ${STANDARD} ${NN})
target_precompile_headers(gradus_io REUSE_FROM gradus_base)
target_precompile_headers(gradus_data PRIVATE ${STANDARD} ${DATA})
target_precompile_headers(gradus_train REUSE_FROM gradus_data)
target_precompile_headers(gradus_study PRIVATE ${STANDARD} ${STUDY})
target_precompile_headers(gradus_report REUSE_FROM gradus_study)
# A program's code is not placed as a library's is, so it can share none.
target_precompile_headers(gradus_command PRIVATE ${STANDARD} ${STUDY})
