# A faithful transcription of a web article, with its faults. It is meant to fail `check --strict`: it gives magnesium
# without a dose, for a condition in which a review finds no benefit, and cites nothing.
# Every sentence stands here in the article's words. Of "This guide explains how magnesium helps …" the claim is kept; the
# headings of its sections are not in the text. Links to four unrelated articles follow on its page and are left out.

guideline magnesium_article_published
  title      "A Comprehensive Solution-Oriented Guide to Using Magnesium to Relax Neck Muscles,"
             "Reduce Spasms, and Restore Neuromuscular Balance"
  version    1.0.0
  status     draft
  for        "people with neck muscle tension and spasms"

# The article cites nothing. This is the review that the evidence summary cites against the same treatment.
source r1 "Cochrane systematic review, reference 1 of the evidence summary"
  year        2020
  population  "older adults with idiopathic cramps"
  finding     "cramp frequency per week, compared to placebo: no"
              "significant difference"  MD -0.18 (95% CI -0.84 to 0.49)

substance magnesium formula Mg, charge 2

input neck_spasm "neck muscle tension or spasms" yes or no
input kidney_condition yes or no
input medical_condition yes or no
input takes_medications yes or no

# --- Introduction ---

claim "Neck muscle tension and spasms are among the most common musculoskeletal"
  "complaints in modern life." unsupported
claim "Long hours at screens, chronic stress, poor posture, inadequate sleep, and emotional tension"
  "often cause the neck muscles to remain partially contracted throughout the day." unsupported
claim "When muscles cannot fully relax, blood flow decreases, nerve irritation increases, and"
  "painful spasms may develop." unsupported
claim "Stretching or massage may offer temporary relief, but without correcting the underlying"
  "neuromuscular imbalance, tightness often returns." unsupported
claim "Magnesium is one of the most important minerals for muscle relaxation and"
  "nervous system balance." unsupported
claim "Magnesium helps ease neck muscle tension and spasms by addressing the root physiological"
  "causes rather than masking symptoms." contradicted by r1

# --- What magnesium does ---

claim "Magnesium is an essential mineral involved in over 300 enzymatic reactions in the body."
  unsupported
claim "It plays a central role in muscle contraction and relaxation, nerve signaling, energy"
  "production, and stress regulation." unsupported
claim "In the musculoskeletal system, magnesium acts as a natural muscle relaxant by"
  "counterbalancing calcium, which triggers muscle contraction." unsupported

missing "Key roles of magnesium include:" because "the list is empty"

# --- Neck tension and spasms ---

claim "Neck tension occurs when muscles remain in a semi-contracted state for prolonged periods."
  unsupported
claim "Spasms are sudden, involuntary contractions that can cause sharp pain"
  "and restricted movement." unsupported

missing "Common contributors include:" because "the list is empty"

claim "Muscle tone is controlled by the nervous system." unsupported
claim "When nerves fire excessively or remain overstimulated, muscles receive"
  "continuous contraction signals." unsupported
claim "Without adequate relaxation signals, muscles cannot fully release, leading"
  "to stiffness, soreness, and spasms—especially in stress-sensitive areas like"
  "the neck and shoulders." unsupported
claim "Magnesium is required for muscles to relax after contraction." unsupported
claim "Without enough magnesium, calcium remains inside muscle cells, keeping them tight."
  unsupported

missing "This imbalance creates:" because "the list is empty"

# --- How magnesium is said to help ---

claim "Magnesium blocks excessive calcium entry into muscle cells, allowing fibers to"
  "release after contraction." unsupported

missing "This results in:" because "the list is empty"

claim "Muscle spasms often occur when nerves misfire due to electrolyte imbalance." unsupported
claim "Magnesium stabilizes nerve membranes and reduces abnormal firing." unsupported
claim "This helps prevent sudden, painful contractions in the neck and upper back."
  contradicted by r1
claim "Stress activates the sympathetic nervous system, increasing muscle tone." unsupported
claim "Magnesium supports the parasympathetic (relaxation) response." unsupported

missing "Calmer nerves mean:" because "the list is empty"

claim "Tight muscles restrict blood flow." unsupported
claim "Magnesium helps relax blood vessels, improving circulation to tense neck muscles."
  unsupported
claim "Better blood flow enhances oxygen delivery and waste removal, accelerating muscle recovery."
  unsupported
claim "Even mild magnesium deficiency can cause muscle tension and spasms." unsupported

missing "Contributing factors include:" because "the list is empty"

claim "Magnesium is especially beneficial for individuals with desk jobs, chronic stress, sleep"
  "disturbances, and age-related muscle tightness." unsupported

# --- Questions ---

claim "It supports muscle relaxation and spasm prevention but does not replace medical care."
  answers "Can magnesium stop neck spasms?" contradicted by r1
claim "Yes, when used within recommended doses." answers "Is magnesium safe long-term?" unsupported
claim "It promotes relaxation but does not cause sedation in most people."
  answers "Will magnesium make me sleepy?" unsupported

missing "the recommended doses"
  because "the answer on safety names them, and the article gives none"

# --- Conclusion and disclaimer ---

claim "Magnesium is one of the most effective and natural solutions for easing neck"
  "muscle tension and spasms." contradicted by r1
claim "By restoring neuromuscular balance, calming overactive nerves, and improving muscle"
  "relaxation, it addresses the root causes of stress-related neck discomfort." unsupported

notice "This content is for educational purposes only and does not constitute medical advice."
notice "Always consult a qualified healthcare professional before using magnesium supplements,"
  "especially if you have medical conditions or take medications."

# --- Cautions and the plan by weeks ---

caution magnesium when kidney_condition: refer to "a healthcare professional"

caution magnesium when medical_condition or takes_medications:
  refer to "a qualified healthcare professional, before using magnesium supplements"

regimen weeks "Week by week"
  step 1:
    give magnesium, dose unspecified "within recommended doses"
    suggest "daily gentle stretching"
  step 2 after 2 weeks:
    give magnesium, dose unspecified "within recommended doses"
    suggest "improve sleep and stress management"
  step 3 after 2 weeks:
    suggest "maintain consistent relaxation habits for long-term benefit"
    unspecified "whether magnesium goes on after week 4"

pathway

  when neck_spasm:
    give weeks
