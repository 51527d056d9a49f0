### Lo que leen los clientes.

welcome-default = ¡Hola, { $title }! Le responderemos aquí lo antes posible.
away-default = Gracias por su mensaje. Ahora estamos fuera de horario; le responderemos en cuanto volvamos.
customer-not-processed = Lo sentimos, este mensaje no se ha podido procesar: { $kind }. Envíelo de otra forma, por ejemplo como texto.

rate-by-button = ¿Cómo valora nuestra ayuda? Puntúela del 1 (mala) al 5 (muy buena), por favor.
rate-by-digit = ¿Cómo valora nuestra ayuda? Responda con una cifra del 1 (mala) al 5 (muy buena), por favor.
rating-taken = ¡Gracias! Su valoración: { $value } de 5.
rating-too-late = Esta pregunta ya está cerrada. ¡Gracias!
