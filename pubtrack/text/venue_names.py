"""A table of well-known conferences and workshops: acronym, publisher, full name, other spellings. Pure data.

`~` before an acronym: an ordinal, not a year, follows its hyphen (MICRO-57 is the 57th).
"""

from __future__ import annotations

CONFERENCES = """
# systems, operating systems, storage
~SOSP | ACM | Symposium on Operating Systems Principles
OSDI | USENIX | Symposium on Operating Systems Design and Implementation
EuroSys | ACM | European Conference on Computer Systems
USENIX ATC | USENIX | Annual Technical Conference | ATC; USENIX Annual Technical Conference
FAST | USENIX | Conference on File and Storage Technologies
SoCC | ACM | Symposium on Cloud Computing
Middleware | ACM | International Middleware Conference
MLSys | mlsys.org | Conference on Machine Learning and Systems | SysML; Machine Learning and Systems
SYSTOR | ACM | International Systems and Storage Conference
APSys | ACM | Asia-Pacific Workshop on Systems
ICDCS | IEEE | International Conference on Distributed Computing Systems
PODC | ACM | Symposium on Principles of Distributed Computing
DISC | Schloss Dagstuhl | International Symposium on Distributed Computing
OPODIS | Schloss Dagstuhl | International Conference on Principles of Distributed Systems
DSN | IEEE | International Conference on Dependable Systems and Networks
SRDS | IEEE | International Symposium on Reliable Distributed Systems
RTSS | IEEE | Real-Time Systems Symposium
RTAS | IEEE | Real-Time and Embedded Technology and Applications Symposium
SIGMETRICS | ACM | International Conference on Measurement and Modeling of Computer Systems
CIDR | cidrdb.org | Conference on Innovative Data Systems Research
# networking
SIGCOMM | ACM | Conference of the Special Interest Group on Data Communication | ACM SIGCOMM Conference | Conference on Applications, \
Technologies, Architectures, and Protocols for Computer Communication; Symposium on Communications Architectures and Protocols
NSDI | USENIX | Symposium on Networked Systems Design and Implementation
CoNEXT | ACM | International Conference on Emerging Networking Experiments and Technologies
IMC | ACM | Internet Measurement Conference
MobiCom | ACM | International Conference on Mobile Computing and Networking
MobiSys | ACM | International Conference on Mobile Systems, Applications, and Services
SenSys | ACM | Conference on Embedded Networked Sensor Systems
IPSN | ACM | International Conference on Information Processing in Sensor Networks
INFOCOM | IEEE | Conference on Computer Communications | International Conference on Computer Communications
ICNP | IEEE | International Conference on Network Protocols
MobiHoc | ACM | International Symposium on Mobile Ad Hoc Networking and Computing
GLOBECOM | IEEE | Global Communications Conference
ICC | IEEE | International Conference on Communications
APNet | ACM | Asia-Pacific Workshop on Networking
IWQoS | IEEE | International Symposium on Quality of Service
# architecture, high-performance computing, design automation
~ISCA | ACM | International Symposium on Computer Architecture
~MICRO | IEEE | International Symposium on Microarchitecture
~HPCA | IEEE | International Symposium on High-Performance Computer Architecture
~ASPLOS | ACM | International Conference on Architectural Support for Programming Languages and Operating Systems
PACT | IEEE | International Conference on Parallel Architectures and Compilation Techniques
ISPASS | IEEE | International Symposium on Performance Analysis of Systems and Software
IISWC | IEEE | International Symposium on Workload Characterization
SC | IEEE | International Conference for High Performance Computing, Networking, Storage and Analysis | Supercomputing
PPoPP | ACM | Symposium on Principles and Practice of Parallel Programming
ICS | ACM | International Conference on Supercomputing
HPDC | ACM | International Symposium on High-Performance Parallel and Distributed Computing
IPDPS | IEEE | International Parallel and Distributed Processing Symposium
SPAA | ACM | Symposium on Parallelism in Algorithms and Architectures
ICPP | ACM | International Conference on Parallel Processing
Euro-Par | Springer | International European Conference on Parallel and Distributed Computing
CLUSTER | IEEE | International Conference on Cluster Computing
CCGrid | IEEE | International Symposium on Cluster, Cloud and Internet Computing
DAC | ACM | Design Automation Conference
ICCAD | IEEE | International Conference on Computer-Aided Design
DATE | IEEE | Design, Automation and Test in Europe Conference
FPGA | ACM | International Symposium on Field-Programmable Gate Arrays
FCCM | IEEE | International Symposium on Field-Programmable Custom Computing Machines
ISSCC | IEEE | International Solid-State Circuits Conference
Hot Chips | IEEE | Hot Chips Symposium
# machine learning, artificial intelligence
NeurIPS | Curran Associates | Conference on Neural Information Processing Systems | NIPS; Advances in Neural Information Processing Systems
ICML | PMLR | International Conference on Machine Learning
ICLR | OpenReview.net | International Conference on Learning Representations
COLM | OpenReview.net | Conference on Language Modeling
AAAI | AAAI Press | AAAI Conference on Artificial Intelligence | National Conference on Artificial Intelligence
IJCAI | ijcai.org | International Joint Conference on Artificial Intelligence
ECAI | IOS Press | European Conference on Artificial Intelligence
AISTATS | PMLR | International Conference on Artificial Intelligence and Statistics
UAI | PMLR | Conference on Uncertainty in Artificial Intelligence
COLT | PMLR | Conference on Learning Theory
ALT | PMLR | International Conference on Algorithmic Learning Theory
CoRL | PMLR | Conference on Robot Learning
ACML | PMLR | Asian Conference on Machine Learning
AAMAS | ACM | International Conference on Autonomous Agents and Multiagent Systems
ICAPS | AAAI Press | International Conference on Automated Planning and Scheduling
KR | ijcai.org | International Conference on Principles of Knowledge Representation and Reasoning
ECML PKDD | Springer | European Conference on Machine Learning and Knowledge Discovery in Databases | ECML; ECML/PKDD
LoG | PMLR | Learning on Graphs Conference
GECCO | ACM | Genetic and Evolutionary Computation Conference
IJCNN | IEEE | International Joint Conference on Neural Networks
CogSci | Cognitive Science Society | Annual Meeting of the Cognitive Science Society
# language and speech
ACL | ACL | Annual Meeting of the Association for Computational Linguistics
EMNLP | ACL | Conference on Empirical Methods in Natural Language Processing
NAACL | ACL | Conference of the North American Chapter of the Association for Computational Linguistics | NAACL-HLT
EACL | ACL | Conference of the European Chapter of the Association for Computational Linguistics
AACL | ACL | Conference of the Asia-Pacific Chapter of the Association for Computational Linguistics
COLING | ICCL | International Conference on Computational Linguistics
CoNLL | ACL | Conference on Computational Natural Language Learning
LREC | ELRA | International Conference on Language Resources and Evaluation | LREC-COLING
Findings of ACL | ACL | Findings of the Association for Computational Linguistics | ACL Findings; Findings of the ACL
Findings of EMNLP | ACL | Findings of the Association for Computational Linguistics: EMNLP | EMNLP Findings
Findings of NAACL | ACL | Findings of the Association for Computational Linguistics: NAACL | NAACL Findings
INTERSPEECH | ISCA | Annual Conference of the International Speech Communication Association
ICASSP | IEEE | International Conference on Acoustics, Speech and Signal Processing
ASRU | IEEE | Automatic Speech Recognition and Understanding Workshop
# vision, graphics, multimedia, robotics
CVPR | IEEE | Conference on Computer Vision and Pattern Recognition | Computer Vision and Pattern Recognition
ICCV | IEEE | International Conference on Computer Vision
ECCV | Springer | European Conference on Computer Vision
WACV | IEEE | Winter Conference on Applications of Computer Vision
BMVC | BMVA Press | British Machine Vision Conference
ACCV | Springer | Asian Conference on Computer Vision
3DV | IEEE | International Conference on 3D Vision
ICPR | IEEE | International Conference on Pattern Recognition
ICIP | IEEE | International Conference on Image Processing
MICCAI | Springer | International Conference on Medical Image Computing and Computer Assisted Intervention
ISBI | IEEE | International Symposium on Biomedical Imaging
SIGGRAPH | ACM | Special Interest Group on Computer Graphics and Interactive Techniques Conference
SIGGRAPH Asia | ACM | SIGGRAPH Conference and Exhibition on Computer Graphics and Interactive Techniques in Asia
ACM MM | ACM | International Conference on Multimedia | MM; ACM Multimedia
ICME | IEEE | International Conference on Multimedia and Expo
IEEE VIS | IEEE | IEEE Visualization Conference | VIS
ICRA | IEEE | International Conference on Robotics and Automation
IROS | IEEE | International Conference on Intelligent Robots and Systems
RSS | roboticsproceedings.org | Robotics: Science and Systems
# data, web, information retrieval
SIGMOD | ACM | International Conference on Management of Data
VLDB | VLDB Endowment | International Conference on Very Large Data Bases | Very Large Data Bases
ICDE | IEEE | International Conference on Data Engineering
PODS | ACM | Symposium on Principles of Database Systems
EDBT | OpenProceedings | International Conference on Extending Database Technology
ICDT | Schloss Dagstuhl | International Conference on Database Theory
KDD | ACM | Conference on Knowledge Discovery and Data Mining | SIGKDD; International Conference on Knowledge Discovery and Data Mining
ICDM | IEEE | International Conference on Data Mining
SDM | SIAM | International Conference on Data Mining (SIAM)
WSDM | ACM | International Conference on Web Search and Data Mining
CIKM | ACM | International Conference on Information and Knowledge Management
PAKDD | Springer | Pacific-Asia Conference on Knowledge Discovery and Data Mining
SIGIR | ACM | International Conference on Research and Development in Information Retrieval
ECIR | Springer | European Conference on Information Retrieval
WWW | ACM | The Web Conference | TheWebConf; World Wide Web Conference; Conference on World Wide Web
ISWC | Springer | International Semantic Web Conference
ICWSM | AAAI Press | International Conference on Web and Social Media
RecSys | ACM | Conference on Recommender Systems
JCDL | ACM | Joint Conference on Digital Libraries
TPDL | Springer | International Conference on Theory and Practice of Digital Libraries
DASFAA | Springer | International Conference on Database Systems for Advanced Applications
# security, cryptography
IEEE S&P | IEEE | Symposium on Security and Privacy | S&P; Oakland; IEEE SP; IEEE Symposium on Security and Privacy
CCS | ACM | Conference on Computer and Communications Security
USENIX Security | USENIX | USENIX Security Symposium | Security Symposium
NDSS | Internet Society | Network and Distributed System Security Symposium | Network and Distributed Systems Security Symposium
EuroS&P | IEEE | European Symposium on Security and Privacy
ACSAC | ACM | Annual Computer Security Applications Conference
RAID | ACM | International Symposium on Research in Attacks, Intrusions and Defenses
ESORICS | Springer | European Symposium on Research in Computer Security
AsiaCCS | ACM | Asia Conference on Computer and Communications Security
PETS | petsymposium.org | Privacy Enhancing Technologies Symposium
CRYPTO | Springer | International Cryptology Conference | Annual International Cryptology Conference
EUROCRYPT | Springer | International Conference on the Theory and Applications of Cryptographic Techniques
ASIACRYPT | Springer | International Conference on the Theory and Application of Cryptology and Information Security
TCC | Springer | Theory of Cryptography Conference
PKC | Springer | International Conference on Practice and Theory of Public-Key Cryptography
CHES | IACR | Conference on Cryptographic Hardware and Embedded Systems
SOUPS | USENIX | Symposium on Usable Privacy and Security
# human-computer interaction
CHI | ACM | Conference on Human Factors in Computing Systems
UIST | ACM | Symposium on User Interface Software and Technology
CSCW | ACM | Conference on Computer-Supported Cooperative Work and Social Computing
UbiComp | ACM | International Joint Conference on Pervasive and Ubiquitous Computing
IUI | ACM | International Conference on Intelligent User Interfaces
DIS | ACM | Designing Interactive Systems Conference
ASSETS | ACM | International Conference on Computers and Accessibility
HRI | ACM | International Conference on Human-Robot Interaction
IEEE VR | IEEE | Conference on Virtual Reality and 3D User Interfaces
FAccT | ACM | Conference on Fairness, Accountability, and Transparency
SIGCSE | ACM | Technical Symposium on Computer Science Education
# theory
STOC | ACM | Symposium on Theory of Computing
FOCS | IEEE | Symposium on Foundations of Computer Science
SODA | SIAM | Symposium on Discrete Algorithms
ICALP | Schloss Dagstuhl | International Colloquium on Automata, Languages, and Programming
ESA | Schloss Dagstuhl | European Symposium on Algorithms
STACS | Schloss Dagstuhl | Symposium on Theoretical Aspects of Computer Science
ITCS | Schloss Dagstuhl | Innovations in Theoretical Computer Science
CCC | Schloss Dagstuhl | Computational Complexity Conference
LICS | ACM | Symposium on Logic in Computer Science
SoCG | Schloss Dagstuhl | Symposium on Computational Geometry
EC | ACM | Conference on Economics and Computation
ISIT | IEEE | International Symposium on Information Theory
# programming languages, software engineering, verification
POPL | ACM | Symposium on Principles of Programming Languages
PLDI | ACM | Conference on Programming Language Design and Implementation
OOPSLA | ACM | Conference on Object-Oriented Programming Systems, Languages, and Applications
ICFP | ACM | International Conference on Functional Programming
ECOOP | Schloss Dagstuhl | European Conference on Object-Oriented Programming
ESOP | Springer | European Symposium on Programming
CGO | IEEE | International Symposium on Code Generation and Optimization
CC | ACM | International Conference on Compiler Construction
ICSE | IEEE | International Conference on Software Engineering
FSE | ACM | Conference on the Foundations of Software Engineering | ESEC/FSE; Symposium on the Foundations of Software Engineering
ASE | IEEE | International Conference on Automated Software Engineering
ISSTA | ACM | International Symposium on Software Testing and Analysis
ICSME | IEEE | International Conference on Software Maintenance and Evolution
SANER | IEEE | International Conference on Software Analysis, Evolution and Reengineering
MSR | IEEE | International Conference on Mining Software Repositories
CAV | Springer | International Conference on Computer Aided Verification
TACAS | Springer | International Conference on Tools and Algorithms for the Construction and Analysis of Systems
FM | Springer | International Symposium on Formal Methods
# scientific computing, bioinformatics
ISMB | Oxford University Press | International Conference on Intelligent Systems for Molecular Biology
RECOMB | Springer | International Conference on Research in Computational Molecular Biology
SciPy | scipy.org | Python in Science Conference
"""

WORKSHOPS = """
~HotOS | ACM | Workshop on Hot Topics in Operating Systems
~HotNets | ACM | Workshop on Hot Topics in Networks
HotStorage | ACM | Workshop on Hot Topics in Storage and File Systems
HotCloud | USENIX | Workshop on Hot Topics in Cloud Computing
EuroMLSys | ACM | Workshop on Machine Learning and Systems
PLOS | ACM | Workshop on Programming Languages and Operating Systems
WMT | ACL | Conference on Machine Translation
BlackboxNLP | ACL | Workshop on Analyzing and Interpreting Neural Networks for NLP
"""

# A journal in which the papers of a conference appear: with one name on each side nobody can tell them apart.
APPEARS_IN = {
    "POPL": "PACMPL",
    "ICFP": "PACMPL",
    "OOPSLA": "PACMPL",
    "PLDI": "PACMPL",
    "SIGMOD": "PACMMOD",
    "PODS": "PACMMOD",
    "CSCW": "PACMHCI",
    "FSE": "PACMSE",
    "ISSTA": "PACMSE",
    "CoNEXT": "PACMNET",
    "SIGMETRICS": "POMACS",
    "UbiComp": "IMWUT",
    "PETS": "PoPETs",
    "CHES": "TCHES",
    "VLDB": "PVLDB",
    "SIGGRAPH": "TOG",
    "SIGGRAPH Asia": "TOG",
    "IEEE VIS": "TVCG",
    "ISMB": "Bioinformatics",
    "SIGCOMM": "CCR",
}
