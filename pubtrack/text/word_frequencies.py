"""How many titles hold a word, how many authors bear a name: estimates in powers of two. Pure data.

Own estimates, made for the one question how much it proves that two titles or two names agree; being off by a factor of two changes
nothing. What is not listed is rare. A row is a number of bits and words of which each stands in about one of 2**bits titles.
"""

from __future__ import annotations

from collections.abc import Mapping

UNLISTED_WORD, RARE_WORD, RARE_FAMILY, RARE_GIVEN = 12.0, 14.0, 15.0, 11.0  # bits of what is not listed; a long word is rare
INITIAL = 4.0  # of a given name of which only the first letter is known

_TITLE_WORDS = """
1 of the and in a for on with to de la et der die und des en el y da do e le les in von
2 this that these those their its our we all new more most into over under than who which when where while during after before
    le los las un une uno um uma das den dem ein eine einer zu zum zur del della delle degli dei al aux ou o os as no na em
3 by an from using at as based analysis study is are via or its into du del di un una für über zur zum mit im
    para por con sur dans pour per il и в на of
5 system systems model models data method methods approach new effect effects design development learning evaluation review between high
    performance application applications properties control theory two towards toward research case survey problem problems theorem note
    introduction studies results use used general some one under through technology how what why can be be not it über zur theorie
    einführung untersuchung analyse estudio análisis étude introducción introduzione sistema système
6 network networks time information management process processes structure structures dynamics clinical treatment energy water patients
    surface social human dynamic non multi efficient quantum cell cells detection algorithm algorithms modeling modelling role state
    complex local global optimal estimation prediction computer computing software science policy health education large scale simple
    novel fast real self digital image images machine deep neural knowledge language service services security design digital power
    linear nonlinear random space simulation impact assessment comparison relationship factors risk care quality disease cancer
    classification optimization techniques technique framework architecture architectures programming mathematics physics recent
    advances progress trends challenges perspectives perspective overview future current practice principles foundations aspects
    engineering mechanisms mechanism function functions equation equations solution solutions
7 graph graphs distributed parallel adaptive automatic online mobile wireless internet web cloud storage memory database databases
    query logic proof proofs test testing verification recognition processing signal signals video speech text semantic word words
    vision object objects robot robots robotic planning reasoning decision decisions support market economic economics growth
    finance financial political politics law legal history culture public community communication communications society women
    children school students teaching student teacher work labor family global climate change environment environmental soil
    plant plants species evolution genetic gene genes expression protein proteins molecular chemical synthesis reaction
    temperature pressure thermal magnetic electron electronic optical light wave waves field fields particle particles gas
    liquid flow heat mass phase stability numerical finite element elements differential integral boundary value stochastic
    probability statistical statistics regression bayesian inference measure measures measurement measurements set sets group
    groups algebra algebras geometry topology spaces operators operator polynomials matrix matrices representation
    representations number numbers prime convergence bounds bound lower upper lecture notes remarks concept concepts
    user users interaction interactions interface cost costs resource resources computation computational supervised reinforcement
    unsupervised generative training features feature selection extraction segmentation clustering mining intelligence artificial
    intelligent smart sensor sensors device devices circuit circuits generation production industrial industry business
    organization organizational innovation strategy strategies strategic development sustainable sustainability urban rural city
    area region regional international national china chinese american european africa india japan united states world
    population sample response responses behavior behaviour activity activities level levels long term short low small
    early late first second three four multiple single different integrated integration functional structural
    age life long body brain blood heart therapy diagnosis infection acute chronic surgery symptoms mental psychological
    lessons experience experiences guide handbook manual report position statement commentary open free
    foundation basics primer tutorial fundamentals elementary advanced modern contemporary classical medical physical biological
    brief short simple multi good best better ideas idea thoughts editorial preface foreword discussion conclusion conclusions
    summary abstract appendix correction reply letter essay essays topics topic selected special issue issues matters matter
    finding findings making building beyond within among across against around
8 reconstruction view views rendering mapping map maps scene scenes activity smartphone smartphones app apps
    grid grids series agriculture agricultural sequence sequences pattern patterns prediction forecasting monitoring tracking smart
    wireless vehicle vehicles transport transportation mobility tourism marketing consumer consumers brand customer customers firm
    firms bank banks banking investment capital price prices productivity performance employment employees leadership gender
    behavior motivation satisfaction perception perceptions attitudes emotion emotions cognitive cognition learning classroom
    curriculum university universities higher reading writing english literature poetry music film art arts architecture museum
    heritage archaeology ancient medieval roman greek chinese islamic christian theology colonial empire revolution
    nation nationalism citizenship rights freedom liberty democracy government governance institutions welfare regulation
    crime police violence prison sex sexual feminism feminist theory religion religious culture cultural
    nursing nurses hospital primary emergency intensive pediatric dental oral eye vision hearing spine knee hip fracture
    bacteria bacterial antibiotic resistance fungi parasite malaria tuberculosis hiv aids hepatitis cholesterol insulin
    tumor tumors leukemia lymphoma prostate ovarian gastric colorectal cervical stem tissue tissues membrane receptor receptors
    enzyme enzymes dna rna genome genomic sequence microbial metabolic metabolism signaling pathway pathways mice rat rats
    catalysis catalyst catalytic adsorption corrosion coating coatings alloy alloys steel concrete composite composites fiber fibers
    crystal crystals crystalline structure spectroscopy microscopy diffraction imaging resonance radiation detector detectors
    sensor antenna antennas radar channel channels coding codes code modulation filter filters filtering noise
    motion stochastic chaos turbulence turbulent fluid fluids shock vortex combustion fracture stress strain elastic
    plastic vibration vibrations beam beams plate plates shell shells soil rock rocks earthquake earthquakes seismic
    groundwater rainfall drought flood floods landscape land biodiversity conservation wildlife ecology ecological ecosystem
    ecosystems habitat invasive predator prey fishery fisheries livestock cattle milk meat fruit vegetable crop crops
    sparse dense random ensemble clustering anomaly outlier transfer multimodal self-supervised reasoning knowledge ontology ontologies
    semantics type types program programs programming functional object oriented concurrent specification verification formal
    automata automaton grammar grammars languages compiler component components service-oriented agile requirements
    scheduling allocation sharing placement load balancing virtualization edge fog serverless container containers
    trust identity authentication access anonymous secure privacy detection prevention intrusion spam
    virtual augmented reality visualization interactive gesture touch usability accessibility
    rings ring modules module fields bundles surfaces lie quantum dimension dimensional finite infinite inequalities
    inequality inverse fractional elliptic parabolic hyperbolic harmonic analytic fourier wavelet wavelets
7 grundlagen geschichte recht wirtschaft gesellschaft bericht beitrag beiträge anwendung anwendungen methoden verfahren modell
    histoire société droit économie données historia sociedad derecho economía datos métodos modelos storia società diritto economia
    dati metodi história sociedade direito dados введение теория анализ метод методы системы исследование основы история
9 attention transformer transformers convolutional recurrent embedding embeddings contrastive adversarial diffusion
    pretraining pretrained federated privacy private blockchain cache caching scheduling consensus replication transactions transaction
    indexing compiler compilers compilation operating kernel kernels virtual hardware processor processors gpu latency throughput
    routing congestion traffic protocol protocols encryption cryptography key attacks attack malware fault tolerance tolerant failures
    reliability reliable availability consistency concurrent concurrency synchronization lock benchmark benchmarks translation
    summarization retrieval recommendation recommender recommendations question answering dialogue conversational agents agent games game
    player mechanism auctions auction equilibrium welfare tax taxation trade inequality poverty democracy elections voting
    justice ethics ethical moral philosophy religion gender race migration war peace state identity memory narrative
    metal metals oxide polymer polymers graphene nanoparticles carbon silicon films film laser plasma nuclear neutron black
    hole holes dark matter galaxies galaxy stars star solar cosmic cosmology gravity gravitational relativity string symmetry
    symmetric gauge lattice spin superconductivity superconducting entropy information entanglement scattering collisions
    manifold manifolds cohomology homology categories category curves curve varieties variety modular forms form zeta primes
    permutation permutations trees tree planar coloring matching matchings cuts cut flows shortest paths path sorting search searching
    hashing hash approximation complexity hardness polynomial convex gradient descent variational markov chain chains monte carlo
    covid pandemic vaccine vaccination virus influenza diabetes obesity hypertension depression anxiety stress pain stroke
    breast lung liver kidney bone skin muscle sleep exercise diet nutrition food drug drugs dose trial trials randomized controlled
    meta systematic outcomes mortality survival incidence prevalence epidemiology cohort pregnancy infants elderly aging
    seed wheat rice maize forest forests fish birds bird insects marine ocean river lake sea ice atmosphere atmospheric
    carbon emissions pollution waste recycling renewable wind battery batteries fuel oil coal hydrogen
"""

_FAMILIES = """
6 wang li zhang liu chen
7 yang zhao huang wu zhou xu lee kim sun zhu lin ma hu guo he gao luo zheng liang park nguyen singh kumar tang song han feng deng cao
    wong chan lu yu jin gim bag choe jeong gang jo yun jang im
9 peng zeng xiao tian dong pan yuan cai jiang wei ye cheng su du xie fan shen ren lei cui qin dai shi fu jia xiong meng hou bai
    duan ding yan tan zhong fang hong choi jung kang cho yoon lim shin tran le pham hoang patel sharma gupta das khan ahmed ali hussain
    smith johnson brown williams jones davis miller wilson taylor anderson thomas martin thompson white clark lewis walker hall young
    king wright scott green baker adams nelson mitchell roberts campbell phillips evans turner collins edwards stewart morris murphy
    garcia rodriguez martinez hernandez lopez gonzalez perez sanchez ramirez torres silva santos oliveira souza costa ferreira pereira
    muller schmidt schneider fischer weber meyer wagner becker hoffmann koch bauer richter klein wolf schroder neumann
    rossi russo ferrari bianchi romano dubois bernard robert moreau laurent
    tanaka sato suzuki takahashi watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki saito
    ivanov petrov smirnov kuznetsov popov hansen johansson andersson nielsen larsen olsen cohen levy
"""

_GIVEN = """
7 wei john michael david li jing yang yan jun lei min hui xin ying
8 james robert william richard thomas daniel peter paul mark andrew christopher martin stephen maria anna alexander jian jie hao yi bo
    yu feng tao ming ping hong yong chao peng bin qiang gang fei lin rui kai zhi xiao ning yue qing hua fang han yun
    mohammed mohamed ali ahmed jose juan carlos luis antonio marco andrea giovanni jean pierre michel hans thomas andreas stefan
    christian
9 george charles joseph kevin brian eric steven jeffrey scott timothy matthew anthony donald kenneth edward ronald gary
    susan mary elizabeth jennifer laura sarah karen lisa julia anne katherine emily ann jane jack frank henry samuel benjamin adam
    alex nicholas patrick simon philip jonathan robin ian alan ben tom tim dan chris joe sergey alexey vladimir dmitri mikhail
    klaus jurgen wolfgang werner hiroshi takashi kenji yuki jin ji seung sung hyun min young kumar rajesh anil sanjay
    xiaoming xiaodong jianguo zhigang yuan lu meng song shan shuai zheng cheng jia liang wen yuxin xinyu yifan zihan jiawei
"""


def _table(rows: str) -> Mapping[str, float]:
    """Word → bits; of a word that stands in two rows the more frequent counts."""
    found: dict[str, float] = {}
    bits = 0.0
    for word in rows.split():
        if word.isdigit():
            bits = float(word)
        else:
            found.setdefault(word, bits)
    return found


TITLE_WORDS, FAMILIES, GIVEN = _table(_TITLE_WORDS), _table(_FAMILIES), _table(_GIVEN)
