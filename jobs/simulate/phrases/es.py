"""Spanish."""

from jobs.simulate.phrases import Phrases

SPANISH = Phrases(
    code="es",
    thing=(
        "la facturación", "nuestra plataforma", "la base de datos", "la lista de control", "una pequeña maqueta",
        "la cola de mensajes", "la guía de bienvenida", "nuestra herramienta", "la reunión de los lunes",
        "la cadena de entrega", "esta migración", "la documentación", "la revisión de código", "la planificación",
        "la propuesta", "la tabla principal",
    ),
    things=(
        "los indicadores", "los informes de la semana", "nuestros contratos", "las pruebas de carga",
        "los guiones antiguos", "las peticiones de los clientes", "todas las excepciones", "las notas de la reunión",
        "las cifras de ventas", "las alertas",
    ),
    action=(
        "simplificar el proceso", "dividir la tabla por meses", "medir antes de ajustar", "preguntar a los clientes",
        "mover la fecha", "renovar las claves", "publicar los resultados", "escribir de nuevo la guía",
        "mantener el cambio pequeño", "describir las excepciones",
    ),
    person=(
        "nuestra jefa de proyecto", "una compañera de soporte", "la nueva analista", "el equipo de seguridad",
        "mi mentora", "una clienta", "la gente de finanzas", "una becaria", "el equipo de ventas",
    ),
    when=(
        "la semana pasada", "en primavera", "después de la segunda revisión", "el lunes por la mañana",
        "antes de las vacaciones", "al final del trimestre", "hace unos días", "durante el fin de semana",
        "desde la reorganización",
    ),
    quality=(
        "más fácil de leer", "sorprendentemente estable", "difícil de explicar", "menos frágil",
        "útil para todos", "suficiente por ahora", "posible con poco esfuerzo",
    ),
    topic=(
        "la calidad de los datos", "la bienvenida a distancia", "la planificación", "la gestión de incidentes",
        "la redacción técnica", "la contratación", "la revisión", "la migración", "la tutoría",
        "la cadena de suministro",
    ),
    numbered=(
        "Contamos {n6} peticiones y miramos los {n4} fallos uno por uno.",
        "La ejecución número {n6} tardó {n4} segundos en la misma máquina.",
        "De {n6} filas, solo {n4} tuvieron que repetirse.",
        "El caso {n6} tiene todos los detalles, y la curva empieza en el punto {n4}.",
    ),
    sentences=(
        "Queríamos {action}, pero {thing} no era {quality}.",
        "Nos llevó casi todo el día entender por qué {thing} había cambiado {when}.",
        "Lo que ayudó al final fue {action} y avisar pronto a {person}.",
        "Nadie había mirado {things} {when}, así que los números no servían de mucho.",
        "Yo pensaba que {thing} era {quality}, y ahora no estoy tan seguro.",
        "Si tenéis que {action}, hablad primero con {person} y después mirad {things}.",
        "Con {tool}, {thing} resultó ser {quality} sin mucho trabajo.",
        "Hay tres razones para esto, y {things} son solo una de ellas.",
        "{person} propuso {action} y dejar {things} como estaban.",
        "Para mí la lección es que {thing} debe ser {quality} antes de {action}.",
        "Comparamos {tool} con {tool2} y vimos que {things} importan más que la elección.",
        "Es fácil olvidar {things} cuando todo el mundo habla de lo mismo.",
        "{when} decidimos {action}, y nadie se ha arrepentido.",
        "La mayor parte del trabajo no estaba en {tool}, sino en todo lo que hay alrededor.",
        "Mi consejo sería {action} mientras todavía se puede.",
        "Antes de {action} conviene escribir para qué sirve {thing}.",
        "Es la parte del oficio que casi nunca se enseña y que siempre hace falta.",
        "Un aviso de {person} nos habría ahorrado todo el trabajo.",
        "Todavía estamos aprendiendo a {action} y a mantener {things} en orden.",
        "Dicho esto, {tool} tiene sus límites, y los alcanzamos {when}.",
    ),
    questions=(
        "¿Alguien de aquí ha intentado {action} con {tool}?",
        "¿Qué hacéis cuando {person} os pide {action}?",
        "¿Hay una forma mejor de {action} sin tocar {things}?",
    ),
    replies=(
        "Gracias por contarlo, nosotros vimos lo mismo con {thing}.",
        "No estoy convencido, porque {things} dicen otra cosa.",
        "Aquí también, y {person} acabó por {action}.",
    ),
    shares=(
        "Vale la pena leerlo si os interesa {topic}.",
        "Estoy de acuerdo con casi todo, sobre todo en {topic}.",
    ),
    details=(
        "Podéis escribirme a {EMAIL} si queréis las notas.",
        "Mi número es el {PHONE}, mejor por la mañana.",
        "Todo está publicado en {URL} para quien tenga interés.",
        "La máquina de pruebas responde en {IP} desde la oficina.",
        "Por favor, enviad el importe a la cuenta {IBAN} como acordamos.",
        "Cobraron dos veces en la tarjeta {CARD} por error.",
        "Nos vemos en {ADDRESS} un jueves de cada dos.",
        "Soy {SELF} y dirijo el equipo que lo escribió.",
        "Me encontraréis como {SELF_HANDLE} en los canales de siempre.",
        "El sensor está en {LOCATION} y envía un valor cada hora.",
    ),
    mentions=(
        "Gracias a {FRIEND} por la revisión tan cuidadosa.",
        "La idea fue de {FRIEND_HANDLE} mucho antes que mía.",
    ),
    titles=(
        "Lo que {n2} meses nos enseñaron sobre {topic}", "Notas sobre {topic}", "Por qué {topic} nunca termina",
        "Una guía práctica: {topic} y {topic2}",
    ),
    headings=("El punto de partida", "Lo que cambiamos", "Lo que no funcionó", "Los números", "Lo que viene"),
    bullets=("{action} y avisar a {person}", "comprobar {things}", "no {action} un viernes"),
    short=("Gracias, ya funciona.", "¡Enhorabuena!", "Aquí igual.", "Bien dicho."),
    address="Calle del Ejemplo {n}, 28000 Villaejemplo",
)  # fmt: skip
