"""A table of well-known journals and preprint servers, in the form of `venue_names`. Pure data."""

from __future__ import annotations

JOURNALS = """
# general science and medicine
Nature | Nature Portfolio | Nature
Science | AAAS | Science
PNAS | National Academy of Sciences | Proceedings of the National Academy of Sciences | Proc Natl Acad Sci USA
Cell | Elsevier | Cell
Lancet | Elsevier | The Lancet
NEJM | Massachusetts Medical Society | New England Journal of Medicine
JAMA | American Medical Association | Journal of the American Medical Association
BMJ | BMJ | British Medical Journal
Nature Communications | Nature Portfolio | Nature Communications | Nat Commun
Nature Methods | Nature Portfolio | Nature Methods
Nature Biotechnology | Nature Portfolio | Nature Biotechnology
Nature Machine Intelligence | Nature Portfolio | Nature Machine Intelligence
Nature Physics | Nature Portfolio | Nature Physics
Nature Medicine | Nature Portfolio | Nature Medicine
Nature Genetics | Nature Portfolio | Nature Genetics
Scientific Reports | Nature Portfolio | Scientific Reports | Sci Rep
Science Advances | AAAS | Science Advances
Science Robotics | AAAS | Science Robotics
PLOS ONE | PLOS | PLOS ONE
PLOS Computational Biology | PLOS | PLOS Computational Biology
eLife | eLife | eLife
Patterns | Elsevier | Patterns
Bioinformatics | Oxford University Press | Bioinformatics
NAR | Oxford University Press | Nucleic Acids Research
# physics, chemistry, mathematics
PRL | American Physical Society | Physical Review Letters
PRA | American Physical Society | Physical Review A
PRB | American Physical Society | Physical Review B
PRD | American Physical Society | Physical Review D
PRE | American Physical Society | Physical Review E
PRX | American Physical Society | Physical Review X
RMP | American Physical Society | Reviews of Modern Physics
JHEP | Springer | Journal of High Energy Physics
ApJ | IOP | The Astrophysical Journal
MNRAS | Oxford University Press | Monthly Notices of the Royal Astronomical Society
JACS | American Chemical Society | Journal of the American Chemical Society
Angewandte Chemie | Wiley | Angewandte Chemie
JCP | Elsevier | Journal of Computational Physics
Annals of Mathematics | Princeton University | Annals of Mathematics
SICOMP | SIAM | SIAM Journal on Computing
SISC | SIAM | SIAM Journal on Scientific Computing
Quantum | Verein zur Förderung des Open Access | Quantum
# computer science
CACM | ACM | Communications of the ACM
JACM | ACM | Journal of the ACM
CSUR | ACM | ACM Computing Surveys
TOCS | ACM | ACM Transactions on Computer Systems
TOS | ACM | ACM Transactions on Storage
TACO | ACM | ACM Transactions on Architecture and Code Optimization
TODS | ACM | ACM Transactions on Database Systems
TOIS | ACM | ACM Transactions on Information Systems
TOPLAS | ACM | ACM Transactions on Programming Languages and Systems
TOSEM | ACM | ACM Transactions on Software Engineering and Methodology
TOG | ACM | ACM Transactions on Graphics
TOCHI | ACM | ACM Transactions on Computer-Human Interaction
TOMS | ACM | ACM Transactions on Mathematical Software
TIST | ACM | ACM Transactions on Intelligent Systems and Technology
TOPS | ACM | ACM Transactions on Privacy and Security
TALG | ACM | ACM Transactions on Algorithms
TKDD | ACM | ACM Transactions on Knowledge Discovery from Data
PACMPL | ACM | Proceedings of the ACM on Programming Languages
PACMMOD | ACM | Proceedings of the ACM on Management of Data
PACMHCI | ACM | Proceedings of the ACM on Human-Computer Interaction | PACM HCI
PACMSE | ACM | Proceedings of the ACM on Software Engineering
PACMNET | ACM | Proceedings of the ACM on Networking
POMACS | ACM | Proceedings of the ACM on Measurement and Analysis of Computing Systems
IMWUT | ACM | Proceedings of the ACM on Interactive, Mobile, Wearable and Ubiquitous Technologies
PoPETs | petsymposium.org | Proceedings on Privacy Enhancing Technologies
TCHES | IACR | IACR Transactions on Cryptographic Hardware and Embedded Systems
PVLDB | VLDB Endowment | Proceedings of the VLDB Endowment
VLDB Journal | Springer | The VLDB Journal | VLDBJ
CCR | ACM | ACM SIGCOMM Computer Communication Review
OSR | ACM | ACM SIGOPS Operating Systems Review
Proceedings of the IEEE | IEEE | Proceedings of the IEEE | Proc IEEE
IEEE Access | IEEE | IEEE Access
TPAMI | IEEE | IEEE Transactions on Pattern Analysis and Machine Intelligence | PAMI
TPDS | IEEE | IEEE Transactions on Parallel and Distributed Systems
TKDE | IEEE | IEEE Transactions on Knowledge and Data Engineering
TSE | IEEE | IEEE Transactions on Software Engineering
IEEE TC | IEEE | IEEE Transactions on Computers
TDSC | IEEE | IEEE Transactions on Dependable and Secure Computing
TIFS | IEEE | IEEE Transactions on Information Forensics and Security
IEEE TCC | IEEE | IEEE Transactions on Cloud Computing
TMC | IEEE | IEEE Transactions on Mobile Computing
TON | IEEE | IEEE/ACM Transactions on Networking | IEEE Transactions on Networking
TASLP | IEEE | IEEE/ACM Transactions on Audio, Speech, and Language Processing
TNNLS | IEEE | IEEE Transactions on Neural Networks and Learning Systems
TIP | IEEE | IEEE Transactions on Image Processing
TMM | IEEE | IEEE Transactions on Multimedia
TMI | IEEE | IEEE Transactions on Medical Imaging
TVCG | IEEE | IEEE Transactions on Visualization and Computer Graphics
TCAD | IEEE | IEEE Transactions on Computer-Aided Design of Integrated Circuits and Systems
TIT | IEEE | IEEE Transactions on Information Theory
TSP | IEEE | IEEE Transactions on Signal Processing
TRO | IEEE | IEEE Transactions on Robotics
RA-L | IEEE | IEEE Robotics and Automation Letters
IEEE Micro | IEEE | IEEE Micro
CAL | IEEE | IEEE Computer Architecture Letters
JSAC | IEEE | IEEE Journal on Selected Areas in Communications
JSSC | IEEE | IEEE Journal of Solid-State Circuits
JMLR | JMLR.org | Journal of Machine Learning Research
TMLR | OpenReview.net | Transactions on Machine Learning Research
MLJ | Springer | Machine Learning
JAIR | AI Access Foundation | Journal of Artificial Intelligence Research
AIJ | Elsevier | Artificial Intelligence
TACL | MIT Press | Transactions of the Association for Computational Linguistics
CL | MIT Press | Computational Linguistics
IJCV | Springer | International Journal of Computer Vision
IJRR | SAGE | International Journal of Robotics Research
Neural Computation | MIT Press | Neural Computation
Neural Networks | Elsevier | Neural Networks
Neurocomputing | Elsevier | Neurocomputing
Pattern Recognition | Elsevier | Pattern Recognition
JOSS | Open Journals | Journal of Open Source Software
SPE | Wiley | Software: Practice and Experience
EMSE | Springer | Empirical Software Engineering
JSS | Elsevier | Journal of Systems and Software
Scientometrics | Springer | Scientometrics
JASIST | Wiley | Journal of the Association for Information Science and Technology
QSS | MIT Press | Quantitative Science Studies
FGCS | Elsevier | Future Generation Computer Systems
Distill | distill.pub | Distill
"""

PREPRINTS = """
arXiv | arXiv | arXiv | CoRR; Computing Research Repository; arXiv.org; arXiv e-prints; arXiv e-print; ArXiv preprint
bioRxiv | Cold Spring Harbor Laboratory | bioRxiv
medRxiv | Cold Spring Harbor Laboratory | medRxiv
chemRxiv | American Chemical Society | ChemRxiv
SSRN | Elsevier | Social Science Research Network | SSRN Electronic Journal
ePrint | IACR | Cryptology ePrint Archive | IACR ePrint; IACR Cryptology ePrint Archive
Research Square | Research Square | Research Square
TechRxiv | IEEE | TechRxiv
PsyArXiv | Center for Open Science | PsyArXiv
OSF Preprints | Center for Open Science | OSF Preprints
Preprints.org | MDPI | Preprints.org
HAL | CNRS | HAL Open Archive
"""
