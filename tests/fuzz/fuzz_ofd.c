/* SPDX-License-Identifier: Apache-2.0
 *
 * OFD: packages as they are, when they begin like a zip; else the first byte chooses which file of a package the rest
 * is.
 */
#include "base/buf.h"
#include "put_zip.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The rest of the package refers to each. */
static const struct {
    const char *name, *content;
} files[] = {
    { "OFD.xml", "<OFD><DocBody><DocRoot>D/Document.xml</DocRoot><Signatures>S.xml</Signatures></DocBody></OFD>" },
    { "D/Document.xml",
      "<Document><CommonData><PublicRes>R.xml</PublicRes><TemplatePage ID=\"9\" BaseLoc=\"T.xml\"/></CommonData><Pages>"
      "<Page ID=\"1\" BaseLoc=\"P.xml\"/></Pages><Annotations>A.xml</Annotations><CustomTags>C.xml</CustomTags>"
      "<Extensions>E.xml</Extensions></Document>" },
    { "D/P.xml",
      "<Page><Template TemplateID=\"9\"/><Content><Layer><CompositeObject ResourceID=\"7\"/></Layer></Content>"
      "</Page>" },
    { "D/T.xml", "<Page/>" },
    { "D/R.xml", "<Res><CompositeGraphicUnit ID=\"7\"><TextObject><TextCode>a</TextCode></TextObject>"
                 "</CompositeGraphicUnit></Res>" },
    { "D/A.xml", "<Annotations><Page PageID=\"1\"><FileLoc>N.xml</FileLoc></Page></Annotations>" },
    { "D/N.xml", "<PageAnnot/>" },
    { "D/C.xml", "<CustomTags><CustomTag><FileLoc>G.xml</FileLoc></CustomTag></CustomTags>" },
    { "D/G.xml", "<a/>" },
    { "D/E.xml", "<Extensions/>" },
    { "S.xml", "<Signatures/>" },
};

enum { FILE_COUNT = sizeof files / sizeof *files };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf package = BUF_INIT(64 << 20), directory = BUF_INIT(1 << 20);

    if (size == 0 || size > (1 << 20))
        return 0;
    if (data[0] == 'P') {
        read_document(bytes_of(data, size), "case.ofd");
        return 0;
    }
    for (unsigned file = 0; file < FILE_COUNT; file++)
        put_member(&package, &directory, files[file].name,
                   file == data[0] % FILE_COUNT ? bytes_of(data + 1, size - 1) : bytes_of_text(files[file].content));
    put_directory(&package, &directory);
    ASSERT(buf_status(&package) == STATUS_OK);
    read_document(buf_bytes(&package), "case.ofd");
    buf_free(&package);
    buf_free(&directory);
    return 0;
}
