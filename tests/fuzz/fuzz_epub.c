/* SPDX-License-Identifier: Apache-2.0
 *
 * EPUB: the first byte chooses which file of a package the rest is.
 */
#include "read_package.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct package_file files[] = {
    { "META-INF/container.xml", "<container><rootfile full-path=\"O/b.opf\"/></container>" },
    { "O/b.opf",
      "<package><metadata/><manifest><item id=\"a\" href=\"a.xhtml\"/></manifest><spine><itemref idref=\"a\"/>"
      "</spine></package>" },
    { "META-INF/encryption.xml", "<encryption/>" },
    { "O/a.xhtml", "<html><body>a</body></html>" },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_package(data, size, files, sizeof files / sizeof *files, "case.epub");
    return 0;
}
