/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_types.h"

#include <string.h>
#include <strings.h>

#define OFFICE "application/vnd.openxmlformats-officedocument."
#define WORD OFFICE "wordprocessingml."
#define SHEET OFFICE "spreadsheetml."
#define SLIDE OFFICE "presentationml."
#define EXCEL "application/vnd.ms-excel."
#define PACKAGE "application/vnd.openxmlformats-package."
#define VISIO "application/vnd.ms-visio."
#define WORD_2003 "application/vnd.ms-wordml"

static const struct format formats[] = {
    { "docx", WORD "document" },
    { "docm", "application/vnd.ms-word.document.macroEnabled.12" },
    { "dotx", WORD "template" },
    { "dotm", "application/vnd.ms-word.template.macroEnabled.12" },
    { "xlsx", SHEET "sheet" },
    { "xlsm", EXCEL "sheet.macroEnabled.12" },
    { "xltx", SHEET "template" },
    { "xltm", EXCEL "template.macroEnabled.12" },
    { "xlam", EXCEL "addin.macroEnabled.12" },
    { "xlsb", EXCEL "sheet.binary.macroEnabled.12" },
    { "wordml", WORD_2003 },
    { "pptx", SLIDE "presentation" },
    { "pptm", "application/vnd.ms-powerpoint.presentation.macroEnabled.12" },
    { "ppsx", SLIDE "slideshow" },
    { "ppsm", "application/vnd.ms-powerpoint.slideshow.macroEnabled.12" },
    { "potx", SLIDE "template" },
    { "potm", "application/vnd.ms-powerpoint.template.macroEnabled.12" },
    { "ppam", "application/vnd.ms-powerpoint.addin.macroEnabled.12" },
    { "vsdx", VISIO "drawing" },
    { "vsdm", VISIO "drawing.macroEnabled.12" },
    { "vstx", VISIO "template" },
    { "vstm", VISIO "template.macroEnabled.12" },
    { "vssx", VISIO "stencil" },
    { "vssm", VISIO "stencil.macroEnabled.12" },
};

/* Main parts first, in the order of `formats`. */
static const struct ooxml_type types[] = {
    { WORD "document.main+xml", OOXML_DOCUMENT, TEXT_BODY, "body" },
    { "application/vnd.ms-word.document.macroEnabled.main+xml", OOXML_DOCUMENT, TEXT_BODY, "body" },
    { WORD "template.main+xml", OOXML_DOCUMENT, TEXT_BODY, "body" },
    { "application/vnd.ms-word.template.macroEnabledTemplate.main+xml", OOXML_DOCUMENT, TEXT_BODY, "body" },
    { SHEET "sheet.main+xml", OOXML_WORKBOOK, TEXT_BODY, NULL },
    { EXCEL "sheet.macroEnabled.main+xml", OOXML_WORKBOOK, TEXT_BODY, NULL },
    { SHEET "template.main+xml", OOXML_WORKBOOK, TEXT_BODY, NULL },
    { EXCEL "template.macroEnabled.main+xml", OOXML_WORKBOOK, TEXT_BODY, NULL },
    { EXCEL "addin.macroEnabled.main+xml", OOXML_WORKBOOK, TEXT_BODY, NULL },
    { EXCEL "sheet.binary.macroEnabled.main", OOXML_BINARY_WORKBOOK, TEXT_BODY, NULL },
    { WORD_2003, OOXML_DOCUMENT, TEXT_BODY, "body" },
    { SLIDE "presentation.main+xml", OOXML_PRESENTATION_MAIN, TEXT_BODY, NULL },
    { "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", OOXML_PRESENTATION_MAIN, TEXT_BODY, NULL },
    { SLIDE "slideshow.main+xml", OOXML_PRESENTATION_MAIN, TEXT_BODY, NULL },
    { "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml", OOXML_PRESENTATION_MAIN, TEXT_BODY, NULL },
    { SLIDE "template.main+xml", OOXML_PRESENTATION_MAIN, TEXT_BODY, NULL },
    { "application/vnd.ms-powerpoint.template.macroEnabled.main+xml", OOXML_PRESENTATION_MAIN, TEXT_BODY, NULL },
    { "application/vnd.ms-powerpoint.addin.macroEnabled.main+xml", OOXML_PRESENTATION_MAIN, TEXT_BODY, NULL },
    { VISIO "drawing.main+xml", OOXML_TEXT, TEXT_METADATA, "drawing" },
    { VISIO "drawing.macroEnabled.main+xml", OOXML_TEXT, TEXT_METADATA, "drawing" },
    { VISIO "template.main+xml", OOXML_TEXT, TEXT_METADATA, "drawing" },
    { VISIO "template.macroEnabled.main+xml", OOXML_TEXT, TEXT_METADATA, "drawing" },
    { VISIO "stencil.main+xml", OOXML_TEXT, TEXT_METADATA, "drawing" },
    { VISIO "stencil.macroEnabled.main+xml", OOXML_TEXT, TEXT_METADATA, "drawing" },

    { WORD "header+xml", OOXML_TEXT, TEXT_HEADER, "header" },
    { WORD "footer+xml", OOXML_TEXT, TEXT_FOOTER, "footer" },
    { WORD "footnotes+xml", OOXML_TEXT, TEXT_NOTE, "footnotes" },
    { WORD "endnotes+xml", OOXML_TEXT, TEXT_NOTE, "endnotes" },
    { WORD "comments+xml", OOXML_TEXT, TEXT_NOTE, "comments" },
    { WORD "document.glossary+xml", OOXML_TEXT, TEXT_HIDDEN, "glossary" },
    { WORD "numbering+xml", OOXML_TEXT, TEXT_METADATA, "numbering" },
    { WORD "settings+xml", OOXML_TEXT, TEXT_METADATA, "settings" },
    { WORD "styles+xml", OOXML_TEXT_STYLES, TEXT_METADATA, NULL },
    { "application/vnd.ms-word.stylesWithEffects+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { WORD "fontTable+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { WORD "webSettings+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { WORD "commentsExtended+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { WORD "commentsIds+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { WORD "commentsExtensible+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { WORD "people+xml", OOXML_WORKBOOK_TEXT, TEXT_METADATA, "authors" },
    { WORD "printerSettings", OOXML_IGNORED, TEXT_METADATA, NULL },
    { "application/vnd.ms-word.keyMapCustomizations+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { "application/vnd.ms-word.vbaData+xml", OOXML_IGNORED, TEXT_METADATA, NULL },

    { SHEET "sharedStrings+xml", OOXML_SHARED_STRINGS, TEXT_BODY, NULL },
    { SHEET "styles+xml", OOXML_CELL_STYLES, TEXT_BODY, NULL },
    { SHEET "worksheet+xml", OOXML_WORKSHEET, TEXT_BODY, NULL },
    { SHEET "chartsheet+xml", OOXML_WORKSHEET, TEXT_BODY, NULL },
    { SHEET "dialogsheet+xml", OOXML_WORKSHEET, TEXT_BODY, NULL },
    { EXCEL "macrosheet+xml", OOXML_WORKSHEET, TEXT_BODY, NULL },
    { EXCEL "intlmacrosheet+xml", OOXML_WORKSHEET, TEXT_BODY, NULL },
    { SHEET "comments+xml", OOXML_TEXT, TEXT_NOTE, "comments" },
    { EXCEL "threadedcomments+xml", OOXML_TEXT, TEXT_NOTE, "comments" },
    { SHEET "pivotCacheDefinition+xml", OOXML_PIVOT, TEXT_HIDDEN, "pivot cache" },
    { SHEET "pivotCacheRecords+xml", OOXML_PIVOT, TEXT_HIDDEN, "pivot cache" },
    { SHEET "externalLink+xml", OOXML_PIVOT, TEXT_HIDDEN, "external link" },
    { SHEET "pivotTable+xml", OOXML_IGNORED, TEXT_METADATA, NULL }, /* its text stands in cells and in the cache */
    { SHEET "table+xml", OOXML_TABLE, TEXT_METADATA, "table" },
    { SHEET "calcChain+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { SHEET "sheetMetadata+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { SHEET "volatileDependencies+xml", OOXML_PIVOT, TEXT_HIDDEN, "volatile" },
    { SHEET "connections+xml", OOXML_WORKBOOK_TEXT, TEXT_METADATA, "connections" },
    { SHEET "queryTable+xml", OOXML_WORKBOOK_TEXT, TEXT_METADATA, "connections" },
    { SHEET "revisionHeaders+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { SHEET "revisionLog+xml", OOXML_PIVOT, TEXT_HIDDEN, "revisions" },
    { SHEET "userNames+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { SHEET "printerSettings", OOXML_IGNORED, TEXT_METADATA, NULL },
    { EXCEL "person+xml", OOXML_WORKBOOK_TEXT, TEXT_METADATA, "authors" },
    { EXCEL "slicer+xml", OOXML_WORKBOOK_TEXT, TEXT_METADATA, "slicer" },
    { EXCEL "slicerCache+xml", OOXML_WORKBOOK_TEXT, TEXT_METADATA, "slicer" },
    /* Binary workbooks ([MS-XLSB] 2.1.7). */
    { EXCEL "sharedStrings", OOXML_BINARY_STRINGS, TEXT_BODY, NULL },
    { EXCEL "styles", OOXML_BINARY_STYLES, TEXT_BODY, NULL },
    { EXCEL "worksheet", OOXML_BINARY_SHEET, TEXT_BODY, NULL },
    { EXCEL "chartsheet", OOXML_BINARY_SHEET, TEXT_BODY, NULL },
    { EXCEL "dialogsheet", OOXML_BINARY_SHEET, TEXT_BODY, NULL },
    { EXCEL "macrosheet", OOXML_BINARY_SHEET, TEXT_BODY, NULL },
    { EXCEL "intlmacrosheet", OOXML_BINARY_SHEET, TEXT_BODY, NULL },
    { EXCEL "comments", OOXML_BINARY_COMMENTS, TEXT_NOTE, "comments" },
    { EXCEL "pivotCacheDefinition", OOXML_BINARY_CACHE, TEXT_HIDDEN, "pivot cache" },
    { EXCEL "pivotCacheRecords", OOXML_BINARY_CACHE_RECORDS, TEXT_HIDDEN, "pivot cache" },
    { EXCEL "externalLink", OOXML_BINARY_LINK, TEXT_HIDDEN, "external link" },
    { EXCEL "table", OOXML_BINARY_TABLE, TEXT_METADATA, "table" },
    { EXCEL "connections", OOXML_BINARY_CONNECTIONS, TEXT_METADATA, "connections" },
    { EXCEL "queryTable", OOXML_BINARY_UNREAD, TEXT_METADATA, NULL },
    { EXCEL "revisionLog", OOXML_BINARY_UNREAD, TEXT_HIDDEN, NULL },
    { EXCEL "volatileDependencies", OOXML_BINARY_UNREAD, TEXT_HIDDEN, NULL },
    { EXCEL "slicer", OOXML_BINARY_UNREAD, TEXT_METADATA, NULL },
    { EXCEL "slicerCache", OOXML_BINARY_UNREAD, TEXT_METADATA, NULL },
    { EXCEL "pivotTable", OOXML_IGNORED, TEXT_METADATA, NULL }, /* as in SpreadsheetML */
    { EXCEL "tableSingleCells", OOXML_IGNORED, TEXT_METADATA, NULL },
    { EXCEL "calcChain", OOXML_IGNORED, TEXT_METADATA, NULL },
    { EXCEL "sheetMetadata", OOXML_IGNORED, TEXT_METADATA, NULL },
    { EXCEL "revisionHeaders", OOXML_IGNORED, TEXT_METADATA, NULL },
    { EXCEL "userNames", OOXML_IGNORED, TEXT_METADATA, NULL },
    { EXCEL "wsSortMap", OOXML_IGNORED, TEXT_METADATA, NULL },
    { EXCEL "binIndexWs", OOXML_IGNORED, TEXT_METADATA, NULL },
    { EXCEL "binIndexMs", OOXML_IGNORED, TEXT_METADATA, NULL },

    { SLIDE "slide+xml", OOXML_SLIDE, TEXT_BODY, NULL },
    { SLIDE "notesSlide+xml", OOXML_TEXT, TEXT_NOTE, "notes" },
    { SLIDE "slideMaster+xml", OOXML_TEXT, TEXT_HEADER, "master" },
    { SLIDE "slideLayout+xml", OOXML_TEXT, TEXT_HEADER, "layout" },
    { SLIDE "notesMaster+xml", OOXML_TEXT, TEXT_HEADER, "notes master" },
    { SLIDE "handoutMaster+xml", OOXML_TEXT, TEXT_HEADER, "handout master" },
    { SLIDE "comments+xml", OOXML_TEXT, TEXT_NOTE, "comments" },
    { "application/vnd.ms-powerpoint.comments+xml", OOXML_TEXT, TEXT_NOTE, "comments" },
    { SLIDE "tags+xml", OOXML_TEXT, TEXT_METADATA, "tags" },
    { SLIDE "commentAuthors+xml", OOXML_WORKBOOK_TEXT, TEXT_METADATA, "authors" },
    { "application/vnd.ms-powerpoint.authors+xml", OOXML_WORKBOOK_TEXT, TEXT_METADATA, "authors" },
    { SLIDE "presProps+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { SLIDE "viewProps+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { SLIDE "tableStyles+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { SLIDE "printerSettings", OOXML_IGNORED, TEXT_METADATA, NULL },
    { "application/vnd.ms-powerpoint.revisioninfo+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { "application/vnd.ms-powerpoint.changesinfo+xml", OOXML_IGNORED, TEXT_METADATA, NULL },

    { VISIO "page+xml", OOXML_TEXT, TEXT_BODY, "page" },
    { VISIO "pages+xml", OOXML_TEXT, TEXT_METADATA, "pages" },
    { VISIO "master+xml", OOXML_TEXT, TEXT_HEADER, "master" },
    { VISIO "masters+xml", OOXML_TEXT, TEXT_METADATA, "masters" },
    { VISIO "comments+xml", OOXML_TEXT, TEXT_NOTE, "comments" },
    { VISIO "windows+xml", OOXML_IGNORED, TEXT_METADATA, NULL },

    { OFFICE "drawing+xml", OOXML_TEXT, TEXT_BODY, "textbox" },
    { OFFICE "drawingml.chart+xml", OOXML_TEXT, TEXT_BODY, "chart" },
    { OFFICE "drawingml.chartshapes+xml", OOXML_TEXT, TEXT_BODY, "chart" },
    { "application/vnd.ms-office.chartex+xml", OOXML_TEXT, TEXT_BODY, "chart" },
    { OFFICE "drawingml.diagramData+xml", OOXML_TEXT, TEXT_BODY, "diagram" },
    { OFFICE "drawingml.diagramLayout+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { OFFICE "drawingml.diagramStyle+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { OFFICE "drawingml.diagramColors+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { "application/vnd.ms-office.drawingml.diagramDrawing+xml", OOXML_IGNORED, TEXT_METADATA,
      NULL }, /* the data again */
    { "application/vnd.ms-office.chartstyle+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { "application/vnd.ms-office.chartcolorstyle+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { OFFICE "vmlDrawing", OOXML_TEXT, TEXT_BODY, "textbox" },
    { OFFICE "theme+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { OFFICE "themeOverride+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { OFFICE "obfuscatedFont", OOXML_IGNORED, TEXT_METADATA, NULL },
    { "application/x-fontdata", OOXML_IGNORED, TEXT_METADATA, NULL },
    { OFFICE "extended-properties+xml", OOXML_PROPERTIES, TEXT_METADATA, "property" },
    { OFFICE "custom-properties+xml", OOXML_PROPERTIES, TEXT_METADATA, "property" },
    { PACKAGE "core-properties+xml", OOXML_PROPERTIES, TEXT_METADATA, "property" },
    { OFFICE "customXmlProperties+xml", OOXML_IGNORED, TEXT_METADATA, NULL },
    { PACKAGE "relationships+xml", OOXML_RELATIONSHIPS, TEXT_LINK, "relationships" },
};

const struct ooxml_type *ooxml_types_find(struct bytes content_type)
{
    for (size_t index = 0; index < sizeof types / sizeof *types; index++) {
        const char *known = types[index].content_type;

        if (strlen(known) == content_type.size
            && strncasecmp(known, (const char *)content_type.data, content_type.size) == 0)
            return &types[index];
    }
    return NULL;
}

const struct format *ooxml_types_format(const struct ooxml_type *type)
{
    size_t index = type != NULL ? (size_t)(type - types) : sizeof formats / sizeof *formats;

    return index < sizeof formats / sizeof *formats ? &formats[index] : NULL;
}

enum family {
    ANY = -1,
    DOCUMENT = OOXML_DOCUMENT,
    WORKBOOK = OOXML_WORKBOOK,
    BINARY = OOXML_BINARY_WORKBOOK,
    PRESENTATION = OOXML_PRESENTATION_MAIN,
};

/* The kind that the package's own relationship to its main part has. */
static const char main_relation[] = "officeDocument";

static const struct {
    const char *kind;
    enum family family;
    const char *content_type;
} relations[] = {
    { main_relation, ANY, NULL },
    { "header", DOCUMENT, WORD "header+xml" },
    { "footer", DOCUMENT, WORD "footer+xml" },
    { "footnotes", DOCUMENT, WORD "footnotes+xml" },
    { "endnotes", DOCUMENT, WORD "endnotes+xml" },
    { "comments", DOCUMENT, WORD "comments+xml" },
    { "people", DOCUMENT, WORD "people+xml" },
    { "glossaryDocument", DOCUMENT, WORD "document.glossary+xml" },
    { "numbering", DOCUMENT, WORD "numbering+xml" },
    { "settings", DOCUMENT, WORD "settings+xml" },
    { "styles", DOCUMENT, WORD "styles+xml" },
    { "worksheet", WORKBOOK, SHEET "worksheet+xml" },
    { "chartsheet", WORKBOOK, SHEET "chartsheet+xml" },
    { "dialogsheet", WORKBOOK, SHEET "dialogsheet+xml" },
    { "xlMacrosheet", WORKBOOK, EXCEL "macrosheet+xml" },
    { "xlIntlMacrosheet", WORKBOOK, EXCEL "intlmacrosheet+xml" },
    { "sharedStrings", WORKBOOK, SHEET "sharedStrings+xml" },
    { "styles", WORKBOOK, SHEET "styles+xml" },
    { "comments", WORKBOOK, SHEET "comments+xml" },
    { "threadedComment", WORKBOOK, EXCEL "threadedcomments+xml" },
    { "person", WORKBOOK, EXCEL "person+xml" },
    { "table", WORKBOOK, SHEET "table+xml" },
    { "pivotCacheDefinition", WORKBOOK, SHEET "pivotCacheDefinition+xml" },
    { "pivotCacheRecords", WORKBOOK, SHEET "pivotCacheRecords+xml" },
    { "externalLink", WORKBOOK, SHEET "externalLink+xml" },
    { "volatileDependencies", WORKBOOK, SHEET "volatileDependencies+xml" },
    { "connections", WORKBOOK, SHEET "connections+xml" },
    { "queryTable", WORKBOOK, SHEET "queryTable+xml" },
    { "revisionLog", WORKBOOK, SHEET "revisionLog+xml" },
    { "slicer", WORKBOOK, EXCEL "slicer+xml" },
    { "slicerCache", WORKBOOK, EXCEL "slicerCache+xml" },
    { "worksheet", BINARY, EXCEL "worksheet" },
    { "chartsheet", BINARY, EXCEL "chartsheet" },
    { "dialogsheet", BINARY, EXCEL "dialogsheet" },
    { "xlMacrosheet", BINARY, EXCEL "macrosheet" },
    { "xlIntlMacrosheet", BINARY, EXCEL "intlmacrosheet" },
    { "sharedStrings", BINARY, EXCEL "sharedStrings" },
    { "styles", BINARY, EXCEL "styles" },
    { "comments", BINARY, EXCEL "comments" },
    { "pivotCacheDefinition", BINARY, EXCEL "pivotCacheDefinition" },
    { "pivotCacheRecords", BINARY, EXCEL "pivotCacheRecords" },
    { "externalLink", BINARY, EXCEL "externalLink" },
    { "table", BINARY, EXCEL "table" },
    { "connections", BINARY, EXCEL "connections" },
    { "queryTable", BINARY, EXCEL "queryTable" },
    { "revisionLog", BINARY, EXCEL "revisionLog" },
    { "volatileDependencies", BINARY, EXCEL "volatileDependencies" },
    { "slicer", BINARY, EXCEL "slicer" },
    { "slicerCache", BINARY, EXCEL "slicerCache" },
    { "threadedComment", BINARY, EXCEL "threadedcomments+xml" },
    { "person", BINARY, EXCEL "person+xml" },
    { "slide", PRESENTATION, SLIDE "slide+xml" },
    { "notesSlide", PRESENTATION, SLIDE "notesSlide+xml" },
    { "slideMaster", PRESENTATION, SLIDE "slideMaster+xml" },
    { "slideLayout", PRESENTATION, SLIDE "slideLayout+xml" },
    { "notesMaster", PRESENTATION, SLIDE "notesMaster+xml" },
    { "handoutMaster", PRESENTATION, SLIDE "handoutMaster+xml" },
    { "comments", PRESENTATION, SLIDE "comments+xml" },
    { "tags", PRESENTATION, SLIDE "tags+xml" },
    { "commentAuthors", PRESENTATION, SLIDE "commentAuthors+xml" },
    { "authors", PRESENTATION, "application/vnd.ms-powerpoint.authors+xml" },
    { "drawing", ANY, OFFICE "drawing+xml" },
    { "chart", ANY, OFFICE "drawingml.chart+xml" },
    { "chartUserShapes", ANY, OFFICE "drawingml.chartshapes+xml" },
    { "chartEx", ANY, "application/vnd.ms-office.chartex+xml" },
    { "diagramData", ANY, OFFICE "drawingml.diagramData+xml" },
    { "vmlDrawing", ANY, OFFICE "vmlDrawing" },
    { "core-properties", ANY, PACKAGE "core-properties+xml" },
    { "extended-properties", ANY, OFFICE "extended-properties+xml" },
    { "extendedProperties", ANY, OFFICE "extended-properties+xml" }, /* strict */
    { "custom-properties", ANY, OFFICE "custom-properties+xml" },
    { "customProperties", ANY, OFFICE "custom-properties+xml" },
};

const char *ooxml_types_relation(struct bytes relationship_type)
{
    const uint8_t *slash =
        relationship_type.size > 0 ? memrchr(relationship_type.data, '/', relationship_type.size) : NULL;
    struct bytes word;

    if (slash == NULL)
        return NULL;
    word = bytes_slice(relationship_type, (size_t)(slash + 1 - relationship_type.data), relationship_type.size);
    for (size_t index = 0; index < sizeof relations / sizeof *relations; index++)
        if (bytes_equal(word, bytes_of_text(relations[index].kind)))
            return relations[index].kind;
    return NULL;
}

bool ooxml_types_is_main(const char *kind)
{
    return kind == main_relation;
}

bool ooxml_types_is_binary(enum ooxml_kind kind)
{
    return kind >= OOXML_BINARY_WORKBOOK && kind <= OOXML_BINARY_UNREAD;
}

const struct ooxml_type *ooxml_types_relationships(void)
{
    return ooxml_types_find(bytes_of_text(PACKAGE "relationships+xml"));
}

const struct ooxml_type *ooxml_types_related(const char *kind, enum ooxml_kind main)
{
    if (kind == NULL)
        return NULL;
    for (size_t index = 0; index < sizeof relations / sizeof *relations; index++)
        if (strcmp(relations[index].kind, kind) == 0 && relations[index].content_type != NULL
            && (relations[index].family == ANY || (enum ooxml_kind)relations[index].family == main))
            return ooxml_types_find(bytes_of_text(relations[index].content_type));
    return NULL;
}

const struct ooxml_type *ooxml_types_of_root(unsigned space, const char *name)
{
    const char *content_type = NULL;

    if (space == OOXML_WORD && strcmp(name, "document") == 0)
        content_type = WORD "document.main+xml";
    else if (space == OOXML_SHEET && strcmp(name, "workbook") == 0)
        content_type = SHEET "sheet.main+xml";
    else if (space == OOXML_PRESENTATION && strcmp(name, "presentation") == 0)
        content_type = SLIDE "presentation.main+xml";
    return content_type != NULL ? ooxml_types_find(bytes_of_text(content_type)) : NULL;
}
