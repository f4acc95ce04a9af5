"""Portuguese."""

from jobs.simulate.phrases import Phrases

PORTUGUESE = Phrases(
    code="pt",
    thing=(
        "a faturação", "a nossa plataforma", "a base de dados", "a lista de verificação", "uma pequena maquete",
        "a fila de mensagens", "a nossa ferramenta", "a reunião de segunda-feira", "a cadeia de entrega",
        "esta migração", "a documentação", "a revisão de código", "o planejamento", "a proposta", "a tabela principal",
    ),
    things=(
        "os indicadores", "os relatórios da semana", "os nossos contratos", "os testes de carga", "as rotinas antigas",
        "os pedidos dos clientes", "todas as exceções", "as notas da reunião", "os números de vendas", "os alertas",
    ),
    action=(
        "simplificar o processo", "dividir a tabela por mês", "medir antes de ajustar", "perguntar aos clientes",
        "adiar a data", "renovar as chaves", "publicar os resultados", "reescrever o guia",
        "manter a mudança pequena", "descrever as exceções",
    ),
    person=(
        "a nossa gerente de projeto", "uma colega do suporte", "a nova analista", "a equipe de segurança",
        "a minha mentora", "uma cliente", "o pessoal de finanças", "uma estagiária", "a equipe de vendas",
    ),
    when=(
        "na semana passada", "na primavera", "depois da segunda revisão", "na segunda-feira de manhã",
        "antes das férias", "no fim do trimestre", "há alguns dias", "durante o fim de semana",
        "desde a reorganização",
    ),
    quality=(
        "mais fácil de ler", "surpreendentemente estável", "difícil de explicar", "menos frágil",
        "útil para todos", "suficiente por enquanto", "possível com pouco esforço",
    ),
    topic=(
        "a qualidade dos dados", "a integração à distância", "o planejamento", "a gestão de incidentes",
        "a escrita técnica", "a contratação", "a revisão", "a migração", "a mentoria", "a cadeia de suprimentos",
    ),
    numbered=(
        "Contamos {n6} pedidos e olhamos as {n4} falhas uma por uma.",
        "A execução número {n6} levou {n4} segundos na mesma máquina.",
        "De {n6} linhas, só {n4} tiveram de ser repetidas.",
        "O chamado {n6} tem todos os detalhes, e a curva começa no ponto {n4}.",
    ),
    sentences=(
        "Queríamos {action}, mas {thing} não era {quality}.",
        "Levamos quase o dia inteiro para entender por que {thing} tinha mudado {when}.",
        "O que ajudou no final foi {action} e avisar {person} mais cedo.",
        "Ninguém tinha olhado {things} {when}, por isso os números não serviam para muito.",
        "Eu achava que {thing} era {quality}, e agora não tenho tanta certeza.",
        "Se vocês precisam {action}, falem primeiro com {person} e depois vejam {things}.",
        "Com {tool}, {thing} passou a ser {quality} sem muito trabalho.",
        "Há três razões para isso, e {things} são apenas uma delas.",
        "{person} sugeriu {action} e deixar {things} como estavam.",
        "Para mim a lição é que {thing} deve ser {quality} antes de {action}.",
        "Comparamos {tool} com {tool2} e vimos que {things} importam mais do que a escolha.",
        "É fácil esquecer {things} quando todo mundo fala da mesma coisa.",
        "{when} decidimos {action}, e ninguém se arrependeu.",
        "A maior parte do trabalho não estava em {tool}, mas em tudo o que existe em volta.",
        "O meu conselho seria {action} enquanto ainda é possível.",
        "Antes de {action} é bom escrever para que serve {thing}.",
        "É a parte da profissão que quase nunca se ensina e de que sempre precisamos.",
        "Um recado curto teria bastado, e {person} teria nos poupado todo o trabalho.",
        "Ainda estamos aprendendo a {action} e a manter {things} em ordem.",
        "Dito isso, {tool} tem os seus limites, e chegamos a eles {when}.",
    ),
    questions=(
        "Alguém aqui já tentou {action} com {tool}?",
        "O que vocês fazem quando {person} pede para {action}?",
        "Existe uma maneira melhor de {action} sem mexer em tudo?",
    ),
    replies=(
        "Obrigado por contar, nós vimos a mesma coisa com {thing}.",
        "Não estou convencido, porque {things} dizem outra coisa.",
        "Aqui também, e {person} acabou por {action}.",
    ),
    shares=(
        "Vale a pena ler se vocês se interessam por este tema: {topic}.",
        "Concordo com quase tudo, principalmente no que diz sobre {topic}.",
    ),
    details=(
        "Podem me escrever em {EMAIL} se quiserem as notas.",
        "O meu número é {PHONE}, de preferência de manhã.",
        "Está tudo publicado em {URL} para quem tiver interesse.",
        "A máquina de testes responde em {IP} dentro do escritório.",
        "Por favor, enviem o valor para a conta {IBAN} como combinado.",
        "O cartão {CARD} foi cobrado duas vezes por engano.",
        "Nós nos encontramos em {ADDRESS} numa quinta-feira sim, outra não.",
        "Sou {SELF} e coordeno a equipe que escreveu isto.",
        "Vocês me encontram como {SELF_HANDLE} nos canais de sempre.",
        "O sensor fica em {LOCATION} e envia um valor por hora.",
    ),
    mentions=(
        "Obrigado a {FRIEND} pela revisão cuidadosa.",
        "A ideia foi de {FRIEND_HANDLE} muito antes de ser minha.",
    ),
    titles=(
        "O que {n2} meses nos ensinaram sobre {topic}", "Notas sobre {topic}", "Por que {topic} nunca termina",
        "Um guia prático: {topic} e {topic2}",
    ),
    headings=("O ponto de partida", "O que mudamos", "O que não funcionou", "Os números", "O que vem depois"),
    bullets=("{action} e avisar {person}", "conferir {things}", "não {action} numa sexta-feira"),
    short=("Obrigado, funcionou.", "Parabéns!", "Aqui também.", "Bem dito."),
    address="Rua do Exemplo, {n}, 01000-000 Vila Exemplo",
)  # fmt: skip
