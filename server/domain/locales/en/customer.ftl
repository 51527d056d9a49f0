### What customers read.

welcome-default = Hello { $title }! Thank you for your message. We will answer here as soon as we can.
away-default = Thank you for your message. We are not at work just now and will answer as soon as we are back.
customer-not-processed = Sorry, this message could not be processed: { $kind }. Please send it in another form, for example as text.
