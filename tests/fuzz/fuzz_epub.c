/* SPDX-License-Identifier: Apache-2.0
 *
 * EPUB: the first byte chooses which file of a package the rest is.
 */
#include "base/buf.h"
#include "put_zip.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    const char *name, *content;
} files[] = {
    { "META-INF/container.xml", "<container><rootfile full-path=\"O/b.opf\"/></container>" },
    { "O/b.opf",
      "<package><metadata/><manifest><item id=\"a\" href=\"a.xhtml\"/></manifest><spine><itemref idref=\"a\"/>"
      "</spine></package>" },
    { "META-INF/encryption.xml", "<encryption/>" },
    { "O/a.xhtml", "<html><body>a</body></html>" },
};

enum { FILE_COUNT = sizeof files / sizeof *files };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf package = BUF_INIT(64 << 20), directory = BUF_INIT(1 << 20);

    if (size == 0 || size > (1 << 20))
        return 0;
    for (unsigned file = 0; file < FILE_COUNT; file++)
        put_member(&package, &directory, files[file].name,
                   file == data[0] % FILE_COUNT ? bytes_of(data + 1, size - 1) : bytes_of_text(files[file].content));
    put_directory(&package, &directory);
    ASSERT(buf_status(&package) == STATUS_OK);
    read_document(buf_bytes(&package), "case.epub");
    buf_free(&package);
    buf_free(&directory);
    return 0;
}
