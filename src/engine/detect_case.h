/* SPDX-License-Identifier: Apache-2.0
 *
 * Cases under way (R2-8(3)): numbers of cases, judged by the operator's register and by the stage that the text gives.
 *
 * The register (cases.csv) decides where it knows the number. Else the words beside it do (case-words.csv): behind the
 * number up to the next one, then before it. What is said to be closed is no case under way, whatever it went through;
 * notices that the law wants published while a case is open are excused.
 */
#ifndef GUANKA_ENGINE_DETECT_CASE_H
#define GUANKA_ENGINE_DETECT_CASE_H

#include "engine/detector.h"

extern const struct detector case_detector;

#endif
