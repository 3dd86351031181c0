/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector `account`: accounts beside the name of a platform that are written like one of accounts.csv and are
 * another (wording/account.h). The platforms are the table account-words.csv.
 */
#ifndef GUANKA_ENGINE_DETECT_ACCOUNT_H
#define GUANKA_ENGINE_DETECT_ACCOUNT_H

#include "engine/detector.h"

extern const struct detector account_detector;

#endif
