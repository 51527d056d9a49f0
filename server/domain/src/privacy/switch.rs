//! Each mask by its name. All are on; a test switches them off one by one and sees that each is missed.

macro_rules! masks {
    ($($(#[$doc:meta])+ $mask:ident;)+) => {
        /// One thing that the gate does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Mask {
            $($(#[$doc])+ $mask,)+
        }

        #[cfg(test)]
        impl Mask {
            /// All of them.
            pub(crate) const ALL: &[Self] = &[$(Self::$mask,)+];
        }
    };
}

masks! {
    /// A person's name.
    Person;
    /// A group's or channel's title.
    Title;
    /// A name of nobody known: a signature, a hidden account.
    Stranger;
    /// Where a message was forwarded from.
    Origin;
    /// Phone numbers in texts.
    Phone;
    /// E-mail addresses in texts.
    Mail;
    /// Addresses of profiles in texts.
    Link;
    /// @names in texts.
    Mention;
    /// People mentioned by their names.
    TextMention;
    /// Where the text of a link leads.
    Target;
    /// What is encoded as in addresses.
    Encoded;
    /// Disguises.
    Disguise;
    /// Texts and captions.
    Text;
    /// Names, titles and performers of files.
    FileName;
    /// Contact cards as files.
    CardFile;
    /// Contact cards.
    Contact;
    /// Names and addresses of places.
    Venue;
    /// Questions, options and explanations.
    Poll;
    /// What buttons say.
    Button;
    /// Where buttons lead.
    ButtonTarget;
    /// What is answered.
    Answered;
    /// A quotation that begins or ends within something hidden.
    CutQuote;
    /// @names on the card.
    Username;
    /// Ids on the card.
    Id;
    /// What the link carried by which a customer came.
    Line;
    /// Whether a message is copied as it is by then.
    Copy;
    /// What waits when something is to be hidden.
    Waiting;
}

/// Whether this mask is on.
#[cfg(not(test))]
pub(crate) const fn is_on(_: Mask) -> bool {
    true
}

#[cfg(test)]
thread_local! {
    static OFF: std::cell::Cell<Option<Mask>> = const { std::cell::Cell::new(None) };
}

#[cfg(test)]
pub(crate) fn is_on(mask: Mask) -> bool {
    OFF.get() != Some(mask)
}

/// Runs with one mask off.
#[cfg(test)]
pub(crate) fn without<T>(mask: Option<Mask>, run: impl FnOnce() -> T) -> T {
    OFF.set(mask);
    let result = run();
    OFF.set(None);
    result
}
