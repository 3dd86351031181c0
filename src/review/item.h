/* SPDX-License-Identifier: Apache-2.0
 *
 * One draft on its way to publication: a state machine (DOMAIN 10.4; regulations 2, articles 6 and 7, 5, articles 6 to
 * 14, and 7).
 *
 * Three tracks run beside each other, and all must be green before it may be published: the levels of review, the
 * secrecy review, and the consent of the other organs concerned. A decision either is carried out whole or refused with
 * the reason; nothing is ever skipped, and nobody acts at two levels of one item, nor for another who did. Pure: what
 * "today" is, is given.
 */
#ifndef GUANKA_REVIEW_ITEM_H
#define GUANKA_REVIEW_ITEM_H

#include "base/error.h"
#include "review/judge.h"
#include "review/working_days.h"

enum item_state {
    ITEM_WAITING,  /* stored, its scan is not finished */
    ITEM_RETURNED, /* to its author: something is missing, or a reviewer wants changes; a new version is a new item */
    ITEM_REFUSED,  /* not to be reviewed at all */
    ITEM_HELD,     /* held by what was found; see override_level */
    ITEM_REVIEW,   /* at `level` */
    ITEM_CLEARED,  /* all levels have approved; another track is still open */
    ITEM_READY,    /* may be published: all tracks are green */
    ITEM_REJECTED,
    ITEM_PUBLISHED,
    ITEM_WITHDRAWN,  /* after publication, or by its author before */
    ITEM_SUPERSEDED, /* a newer version is under review */
    ITEM_STATE_COUNT
};
const char *item_state_name(enum item_state state); /* "review" */
bool item_state_parse(const char *name, enum item_state *state);

/* Steps of the secrecy review (regulation 7, article 7), in their order. */
enum secrecy_state {
    SECRECY_NOT_ASKED, /* the profile asks for none */
    SECRECY_PROVIDER,  /* the department that provides the information gives its opinion */
    SECRECY_OFFICER,   /* the organ's secrecy office examines */
    SECRECY_LEADER,    /* the organ's leader approves */
    SECRECY_REFERRED,  /* the secrecy body was asked (article 12) */
    SECRECY_GREEN,
    SECRECY_STATE_COUNT
};
const char *secrecy_state_name(enum secrecy_state state);
bool secrecy_state_parse(const char *name, enum secrecy_state *state);

enum consent {
    CONSENT_ASKED,
    CONSENT_AGREED,
    CONSENT_DISAGREED,
    CONSENT_DEEMED_AGREED,
    CONSENT_DEEMED_REFUSED,
    CONSENT_UNANSWERED, /* the period is over, and the profile makes nothing of silence: it has to be decided */
    CONSENT_DECIDED,
    CONSENT_COUNT
};
const char *consent_name(enum consent consent);
bool consent_parse(const char *name, enum consent *consent);

enum { ITEM_NAME_SIZE = 128, ITEM_ORGANS_MAX = 32 };

struct consultation {
    char organ[ITEM_NAME_SIZE];
    struct date asked, received, due, answered; /* not set as long as it has not happened */
    enum consent consent;
};

/* Who acted; and for whom and by a delegation of which days, where it was for another. "" and not set where there is
 * none. */
struct item_actor {
    char name[ITEM_NAME_SIZE], on_behalf_of[ITEM_NAME_SIZE];
    struct date delegated_from, delegated_until;
};

struct review_item {
    enum item_state state;
    enum review_class class;
    uint8_t level;          /* that is asked next, while state is ITEM_REVIEW */
    uint8_t level_needed;   /* the last one that must approve */
    uint8_t override_level; /* who may release a held one; 0: nobody */
    uint8_t overridden_at;  /* the level at which it was released; 0: it was not */
    struct item_actor overrider;
    bool is_doubtful;                           /* an approval must say what is thought of the findings */
    enum secrecy_state secrecy, secrecy_before; /* before: to return to after a referral */
    struct date referral_due;
    struct item_actor acted[REVIEW_LEVEL_MAX + 1]; /* who approved or escalated at each level; [0] is nobody's */
    struct item_actor secrecy_acted[3];            /* provider, officer, leader */
    struct consultation consultations[ITEM_ORGANS_MAX];
    size_t consultation_count;
    struct date publish_by; /* the end of the period for disclosure; not set when formation is not known, or its
                               calendar is not */
    struct date consult_by; /* the last day for letters to other organs (regulation 5, article 9); not set as above */
};

/* What people do to an item. */
enum review_action {
    ACTION_APPROVE,
    ACTION_RETURN,
    ACTION_REJECT,
    ACTION_ESCALATE,
    ACTION_OVERRIDE,
    ACTION_SECRECY_APPROVE,
    ACTION_REFER,
    ACTION_REFERRAL_ANSWER,
    ACTION_CONSULT,
    ACTION_CONSULT_RECEIVED,
    ACTION_CONSULT_ANSWER,
    ACTION_CONSULT_DECIDE,
    ACTION_PUBLISHED,
    ACTION_WITHDRAW,
    REVIEW_ACTION_COUNT
};
const char *review_action_name(enum review_action action); /* "approve" */
bool review_action_parse(const char *name, enum review_action *action);

/* What an account may do; a set of bits. */
enum review_role {
    ROLE_SUBMITTER = 1,
    ROLE_LEVEL_1 = 2,
    ROLE_LEVEL_2 = 4,
    ROLE_LEVEL_3 = 8,
    ROLE_LEVEL_4 = 16,
    ROLE_SECRECY = 32,
    ROLE_AUDITOR = 64,
    ROLE_ADMINISTRATOR = 128
};
enum { ROLE_COUNT = 8 };
/* Who decides; what can be delegated. */
enum { REVIEWER_ROLES = ROLE_LEVEL_1 | ROLE_LEVEL_2 | ROLE_LEVEL_3 | ROLE_LEVEL_4 | ROLE_SECRECY };
/* By bit number: "submitter", "level-1", …, "secrecy", "auditor", "administrator". */
const char *review_role_name(unsigned bit);
/* "level-1,secrecy"; false when a word is no role. */
bool review_roles_parse(const char *text, unsigned *roles);

struct decision {
    enum review_action action;
    const char *actor;
    unsigned roles;           /* in which the actor acts; by delegation: those of whom he acts for */
    const char *on_behalf_of; /* by delegation: the account that delegated, and the first and last day of it. NULL or
                                 "": none */
    struct date delegated_from, delegated_until;
    const char *opinion; /* words of the reviewer; required wherever something is not simply approved */
    const char
        *document;       /* number of an instruction, a reply, an approval; required by level 4 and answers of organs */
    const char *organ;   /* of consultations */
    const char *address; /* of a publication: where it can be read now */
    bool agrees;         /* of answers */
    struct date on;      /* when a letter was received or answered; not set: today */
};

/* How an item begins, after its scan was judged. An organ that is named twice is one. STATUS_INVALID when the organs
 * are too many or one has no name. */
MUST_CHECK enum status review_item_begin(const struct review_profile *profile, const struct working_days *days,
                                         const struct draft *draft, const struct judgement *judgement,
                                         struct review_item *item, struct error *error);
/* STATUS_INVALID with the reason in *error when the actor may not do that now; the item is then as before. `today` in
 * Asia/Shanghai. What the passing of time has changed until then (review_item_age) comes first. */
MUST_CHECK enum status review_item_decide(struct review_item *item, const struct review_profile *profile,
                                          const struct working_days *days, const struct decision *decision,
                                          struct date today, struct error *error);
/* After new rules have judged its draft: more than before may hold it, or be doubtful, and then approvals that were
 * given without knowing that do not count any more, those of the secrecy review neither. Never makes anything easier
 * but for what held it. */
void review_item_judge_again(struct review_item *item, const struct judgement *judgement);
/* What the passing of time changes: silence of organs whose period is over. True when something changed. */
bool review_item_age(struct review_item *item, const struct review_profile *profile, struct date today);
/* Whose queue it is in: the roles that the regulations ask next. Higher ones may often act as well. */
unsigned review_item_waits_for(const struct review_item *item);
/* The next day at whose end something is due; not set: none. */
struct date review_item_due(const struct review_item *item);

#endif
