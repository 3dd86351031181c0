/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/known.h"

static const struct site_texts *frames(const struct facts *facts)
{
    return &facts->frames;
}

static void run(struct check_run *run)
{
    known_report_new(run, frames, gettext("a frame has come that shows another host: %s"));
}

const struct check check_frame_new = {
    .name = "frame-new",
    .title = N_("new frame from outside"),
    .basis = "《官方网站管理制度》第十六条",
    .advice = N_("Ask who put the frame there; when nobody did, the site has been tampered with. When it is right, "
                 "accept the change (guanka sweep decide accept)."),
    .family = "tamper",
    .compares = true,
    .takes_pages = true,
    .run = run,
};
