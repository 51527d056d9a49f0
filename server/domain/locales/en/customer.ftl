### What customers read.

welcome-default = Hello { $title }! We will answer here as soon as we can.
away-default = Thank you for your message. We are not at work just now and will answer as soon as we are back.
customer-not-processed = Sorry, this message could not be processed: { $kind }. Please send it in another form, for example as text.

rate-by-button = How was our help? Please rate it from 1 (bad) to 5 (very good).
rate-by-digit = How was our help? Please rate it with a digit from 1 (bad) to 5 (very good).
rating-taken = Thank you! Your rating: { $value } of 5.
rating-too-late = This question is not open any more. Thank you!
