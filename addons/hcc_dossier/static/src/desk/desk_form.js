/** What is typed at the desk, and what of it is sent. */

export function emptySubmitter() {
    return {
        submitter_kind: "",
        submitter_legal_kind: "",
        submitter_name: "",
        submitter_phone: "",
        submitter_identity_number: "",
        submitter_paper: "",
        submitter_paper_date: "",
    };
}

export function emptyForm() {
    return {
        dossier: null, // the guided one that is continued
        guideRefusal: "",
        earlierReason: "",
        isChanged: false, // the procedure has another version since
        applicant: null, // on record
        entry: null, // not yet on record
        isTyped: false,
        similar: [],
        disagreement: "",
        contact: { phone: "", email: "", address: "" },
        hasConsented: false,
        procedure: null,
        lines: [],
        reuseConsent: false, // that papers given before are used again
        submitter: emptySubmitter(),
        channel: "counter",
        arrived_at: "",
        competent_centre_id: "",
        return_channel: "counter",
        return_address: "",
        subject: "",
        sets: 1,
        is_difficult_area: false,
        beside_open: false,
        reason: "",
    };
}

const WAYS = [
    "channel", "arrived_at", "return_channel", "return_address", "subject", "is_difficult_area",
    "beside_open", "reason",
]; // prettier-ignore

export function formToSend(form) {
    const ways = Object.fromEntries(WAYS.map((name) => [name, form[name]]));
    return {
        ...ways,
        ...form.submitter,
        dossier_id: form.dossier?.id || false,
        applicant_id: form.applicant?.id || false,
        applicant: form.applicant ? false : form.entry,
        contact: form.contact,
        has_consented: form.hasConsented,
        procedure_id: form.procedure?.id || false,
        competent_centre_id: Number(form.competent_centre_id) || false,
        sets: Number(form.sets) || 1,
        reuse_consent: form.reuseConsent,
        components: form.lines.map((line) => ({ ...line })),
    };
}
