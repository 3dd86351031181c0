/* SPDX-License-Identifier: Apache-2.0
 *
 * Two notes that cannot both be right (DOMAIN 2.5): 此件公开发布 under a document that also says 此件不公开, 内部明电,
 * 机密★3年 or 内部资料 注意保存, wherever in it. A note is a line of its own or stands in brackets; a line with several is a rule
 * about notes, and bears none. The attribute 公开属性 counts where it says 主动公开 or 依申请公开 in one line, in two cells of a
 * row, or as a property of the document (a custom property, a meta of a page), which then must say what the text says.
 *
 * A document with notes of its own speaks for what is inside it: the text of a mail for its attachments, a letter for files
 * that are embedded in it. What lies side by side in an archive, or is attached to one mail, is several documents, which may
 * well differ.
 */
#ifndef GUANKA_ENGINE_DETECT_CONFLICT_H
#define GUANKA_ENGINE_DETECT_CONFLICT_H

#include "engine/detector.h"

extern const struct detector conflict_detector;

#endif
