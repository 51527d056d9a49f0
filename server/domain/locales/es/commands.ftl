### Respuestas a comandos.

unknown-command = No existe el comando { $word }. No se ha enviado nada al cliente. /help muestra los que hay; una nota interna empieza con una barra y un espacio.
command-later = /{ $name } aún no está en esta versión de Backline. No se ha enviado nada al cliente.
command-answered = { $name }: { $answer }
command-waits = ⏳ El programa al que va dirigido { $name } no lo ha aceptado. Se le ofrecerá de nuevo durante un día; la respuesta llegará aquí.
command-given-up = ❌ El programa al que va dirigido { $name } no lo ha aceptado durante un día entero; se ha desistido.
nothing-to-answer = Aquí nada pide /{ $name }: no se ha hecho nada y no se ha enviado nada al cliente.
command-in-dialog = /{ $name } se usa en el tema de un diálogo.
command-in-general = /{ $name } se usa en «General».
command-needs-reply = /{ $name } debe ser una respuesta al mensaje del que se trata.
command-not-allowed = No puede usar /{ $name } aquí.
anonymous-admin = Usted escribe en nombre del grupo, así que no se sabe quién da este comando. Desactive «Permanecer anónimo» en sus permisos de administrador, o escriba en su propio nombre, y repítalo.
ban-needs-right = /ban y /unban son para administradores de este grupo que pueden bloquear miembros.
which-connection = Varias conexiones comparten este grupo: { $connections }. Indique cuál: /{ $name } i NOMBRE
no-such-connection = En este grupo no hay para usted ninguna conexión «{ $name }». Hay: { $connections }

help-in-dialog = **En este tema**
help-in-general = **En «General»**
help-line = { $command } – { $description }
help-of-webhooks = consulta un programa de su equipo; la respuesta llega aquí
help-comment = Lo que escriba aquí llega al cliente. Un mensaje que empieza con una barra y un espacio queda entre ustedes.
help-hold = le toca al equipo 🟪
help-wait = a la espera del cliente 🟨
help-close = cierra el diálogo ⬛️
help-open = lo abre de nuevo 🟪
help-info = lo que se sabe del cliente
help-del = como respuesta a un mensaje propio: lo retira del chat del cliente
help-again = como respuesta: envía otra vez lo que quizá no llegó
help-arrived = como respuesta: sí ha llegado
help-queue = qué espera a ser entregado y por qué
help-help = esta lista
help-new = abre un diálogo con alguien que aún no ha escrito
help-newchat = crea un grupo de clientes e invita; el título es lo que va antes del primer @nombre, o entre comillas
help-invite = trae personas al grupo de los clientes; «me» es usted
help-join = se une a un grupo por su enlace o @nombre y lo convierte en diálogo
