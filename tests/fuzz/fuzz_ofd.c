/* SPDX-License-Identifier: Apache-2.0
 *
 * OFD: packages as they are, when they begin like a zip; else the first byte chooses which file of a package the rest
 * is.
 */
#include "read_package.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The rest of the package refers to each. */
static const struct package_file files[] = {
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && size <= PACKAGE_CASE_MAX && data[0] == 'P')
        read_document(bytes_of(data, size), "case.ofd");
    else
        read_package(data, size, files, sizeof files / sizeof *files, "case.ofd");
    return 0;
}
