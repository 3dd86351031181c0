/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <strings.h>

#include "sweep/url.h"

static const struct {
    const char *extension;
    enum url_file file;
} extensions[] = {
    { "html", URL_PAGE },       { "htm", URL_PAGE },        { "shtml", URL_PAGE },       { "shtm", URL_PAGE },
    { "xhtml", URL_PAGE },      { "jhtml", URL_PAGE },      { "jsp", URL_PAGE },         { "jspx", URL_PAGE },
    { "do", URL_PAGE },         { "action", URL_PAGE },     { "aspx", URL_PAGE },        { "asp", URL_PAGE },
    { "php", URL_PAGE },        { "cgi", URL_PAGE },        { "ashx", URL_PAGE },

    { "pdf", URL_ATTACHMENT },  { "ofd", URL_ATTACHMENT },  { "doc", URL_ATTACHMENT },   { "docx", URL_ATTACHMENT },
    { "docm", URL_ATTACHMENT }, { "dot", URL_ATTACHMENT },  { "dotx", URL_ATTACHMENT },  { "wps", URL_ATTACHMENT },
    { "wpt", URL_ATTACHMENT },  { "xls", URL_ATTACHMENT },  { "xlsx", URL_ATTACHMENT },  { "xlsm", URL_ATTACHMENT },
    { "xlsb", URL_ATTACHMENT }, { "et", URL_ATTACHMENT },   { "ppt", URL_ATTACHMENT },   { "pptx", URL_ATTACHMENT },
    { "pps", URL_ATTACHMENT },  { "ppsx", URL_ATTACHMENT }, { "dps", URL_ATTACHMENT },   { "odt", URL_ATTACHMENT },
    { "ods", URL_ATTACHMENT },  { "odp", URL_ATTACHMENT },  { "uof", URL_ATTACHMENT },   { "uot", URL_ATTACHMENT },
    { "uos", URL_ATTACHMENT },  { "uop", URL_ATTACHMENT },  { "rtf", URL_ATTACHMENT },   { "txt", URL_ATTACHMENT },
    { "csv", URL_ATTACHMENT },  { "json", URL_ATTACHMENT }, { "xml", URL_ATTACHMENT },   { "md", URL_ATTACHMENT },
    { "epub", URL_ATTACHMENT }, { "chm", URL_ATTACHMENT },  { "ceb", URL_ATTACHMENT },   { "cebx", URL_ATTACHMENT },
    { "gd", URL_ATTACHMENT },   { "gw", URL_ATTACHMENT },   { "sep", URL_ATTACHMENT },   { "zip", URL_ATTACHMENT },
    { "rar", URL_ATTACHMENT },  { "7z", URL_ATTACHMENT },   { "gz", URL_ATTACHMENT },    { "tgz", URL_ATTACHMENT },
    { "tar", URL_ATTACHMENT },  { "bz2", URL_ATTACHMENT },  { "xz", URL_ATTACHMENT },    { "eml", URL_ATTACHMENT },
    { "msg", URL_ATTACHMENT },  { "mht", URL_ATTACHMENT },  { "mhtml", URL_ATTACHMENT }, { "vcf", URL_ATTACHMENT },
    { "sql", URL_ATTACHMENT },  { "bak", URL_ATTACHMENT },  { "log", URL_ATTACHMENT },   { "mdb", URL_ATTACHMENT },
    { "dbf", URL_ATTACHMENT },

    { "jpg", URL_IMAGE },       { "jpeg", URL_IMAGE },      { "png", URL_IMAGE },        { "gif", URL_IMAGE },
    { "bmp", URL_IMAGE },       { "webp", URL_IMAGE },      { "svg", URL_IMAGE },        { "ico", URL_IMAGE },
    { "tif", URL_IMAGE },       { "tiff", URL_IMAGE },      { "avif", URL_IMAGE },       { "jfif", URL_IMAGE },

    { "css", URL_STYLE },       { "less", URL_STYLE },

    { "js", URL_SCRIPT },       { "mjs", URL_SCRIPT },

    { "mp4", URL_MEDIA },       { "mp3", URL_MEDIA },       { "flv", URL_MEDIA },        { "m3u8", URL_MEDIA },
    { "ts", URL_MEDIA },        { "wmv", URL_MEDIA },       { "avi", URL_MEDIA },        { "mov", URL_MEDIA },
    { "mkv", URL_MEDIA },       { "webm", URL_MEDIA },      { "rm", URL_MEDIA },         { "rmvb", URL_MEDIA },
    { "mpg", URL_MEDIA },       { "mpeg", URL_MEDIA },      { "m4v", URL_MEDIA },        { "m4a", URL_MEDIA },
    { "wav", URL_MEDIA },       { "wma", URL_MEDIA },       { "ogg", URL_MEDIA },        { "aac", URL_MEDIA },
    { "swf", URL_MEDIA },       { "3gp", URL_MEDIA },
};

enum url_file url_file_type(const char *normal)
{
    struct url_parts parts;
    size_t start, end;

    if (!url_split(normal, &parts))
        return URL_UNKNOWN;
    /* What follows a ';' is a parameter of the segment. */
    for (start = parts.path_size; parts.path[start - 1] != '/'; start--)
        continue;
    end = start + strcspn(parts.path + start, ";?");
    for (size_t dot = end; dot > start; dot--) {
        if (parts.path[dot - 1] != '.')
            continue;
        for (size_t index = 0; index < sizeof extensions / sizeof *extensions; index++) {
            if (strlen(extensions[index].extension) == end - dot
                && strncasecmp(parts.path + dot, extensions[index].extension, end - dot) == 0)
                return extensions[index].file;
        }
        return URL_UNKNOWN;
    }
    return URL_PAGE;
}

bool url_folder_of_index(const char *normal, char *folder)
{
    static const char *const names[] = { "index.html", "index.htm",   "index.shtml", "index.jsp",
                                         "index.php",  "default.htm", "default.html" };
    const char *name = strrchr(normal, '/');

    if (name == NULL || strchr(normal, '?') != NULL || strlen(normal) > URL_SIZE_MAX)
        return false;
    name++;
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (strcmp(name, names[index]) != 0)
            continue;
        memcpy(folder, normal, (size_t)(name - normal));
        folder[name - normal] = '\0';
        return true;
    }
    return false;
}
