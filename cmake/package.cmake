# The Debian package, by `cpack -G DEB` in a release build: library, headers and command in one. What it links is asked of
# dpkg-shlibdeps; what it runs is named here.
set(CPACK_PACKAGE_NAME gradus)
set(CPACK_PACKAGE_CONTACT "Gradus <gradus@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "training studies of neural networks")
set(CPACK_PACKAGE_DESCRIPTION "A study file says what is asked of neural networks. The command trains all that the answer needs,
near the speed limit of the machine and with the same bits every time, and leaves figures, findings
in words and results in a folder. A C++ library does the same for programs.")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "gnuplot-nox, fonts-dejavu-core, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS dataset-fashion-mnist)
include(CPack)
