### Lo que leen los clientes.

welcome-default = ¡Hola, { $title }! Gracias por su mensaje. Le responderemos aquí lo antes posible.
away-default = Gracias por su mensaje. Ahora estamos fuera de horario; le responderemos en cuanto volvamos.
customer-not-processed = Lo sentimos, este mensaje no se ha podido procesar: { $kind }. Envíelo de otra forma, por ejemplo como texto.
