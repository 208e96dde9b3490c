"""What police, prosecutors or a court may read says nothing about health; everyday sentences pass (C10, ADR 0068)."""

import pytest

from handoff.core.refusals import Refused
from handoff.programs.policies import check_says_no_health, check_texts

HARMLESS = """
She no longer uses public transit.
He is not using public transit.
He no longer uses that phone number.
She stopped using her old address.
He quit using his brother's car.
His record is clean.
Her driving record is clean.
His background check was clean.
Her apartment is clean and the rent is paid.
Her room was very clean when I came.
He keeps clean records.
She got clean clothes for the interview.
He is clean-shaven for court.
He drives a drinking water truck.
She drinks coffee before work.
He sells soft drinks at the fair.
She works at the county hospital.
He has a job at the animal shelter.
She works as a medical receptionist.
She is studying to be a nurse.
He works in hospitality.
He was patient with the clerk.
She is very patient with her kids.
She was patient in line.
The crack in the windshield is fixed.
The police crack down on parking there.
He bought weed killer for the yard.
He lives with his sister Molly.
He learned oxy-acetylene welding.
He stocks shelves at the drug store.
She met with the school counselor about her son.
She goes to credit counseling to pay her fines.
He made a mental note to call.
She was ill at ease in court.
He is sick of the paperwork.
The recovery of his car took two weeks.
He forgot the recovery code for his email.
The withdrawal of the complaint was filed.
He made a cash withdrawal to pay the fine.
She asks for fair treatment from the clerk.
He works at the water treatment plant.
He laid new floor mats in the car.
The health inspector passed his food truck.
His job comes with health insurance.
Her phone was disabled for a week.
The disorderly conduct ticket is paid.
He went to the legal clinic about his license.
She helps at the tenants' clinic.
He got financial aids for college.
He is trained in diesel diagnostics.
The substance of the agreement is one visit a week.
The office is twelve steps from the stop.
She works with a home rehab crew.
He paid his fines and comes to every appointment.
Her lawyer moved the hearing to Monday.
""".strip().splitlines()

HARMLESS_ES = """
Ya no usa el carro de su hermano.
Dejó de usar ese teléfono.
Dejó de usar el carro.
Ha dejado de usar la tarjeta.
Dejó de tomar el autobús.
Dejó de tomar clases en mayo.
Dejó de tomar café en el trabajo.
Su historial está limpio.
Su récord de manejo está limpio.
Su apartamento está muy limpio.
La casa estaba limpia cuando llegué.
Mantiene su cuarto limpio.
Mantiene limpia su casa.
Lleva la ropa limpia.
Esta semana limpia oficinas.
Anda en un carro limpio.
El carro consume mucha gasolina.
Lleva agua para beber.
Tiene un bebé de seis meses.
Cuida al bebé de su hermana.
Es paciente con sus hijos.
Fue paciente en la fila.
Asiste a la clínica legal.
La clínica de inmigración le ayuda con su licencia.
Trabaja como asistente médico.
Estudia enfermería.
Trabaja en el albergue de animales.
La recuperación de su carro tardó dos semanas.
Perdió el código de recuperación.
Trabaja en una planta de tratamiento de agua.
En sustancia, está de acuerdo.
El diagnóstico del motor está listo.
Vive en la calle Cristal.
Limpia cristales de oficinas.
Saluda a todos en la corte.
Un saludo cordial.
Su consejero escolar le ayudó.
Vive a doce pasos de la parada.
Trabaja de cocinero en el restaurante El Perico.
Paga su renta a tiempo y asiste a todas las citas.
""".strip().splitlines()

ABOUT_HEALTH = """
He hasn't missed treatment.
She has been clean for a month.
His record is clean and he is clean.
At home he is clean.
At the apartment is clean all week.
Kurt goes to AA meetings, and is clean.
His urine is clean.
He got clean in May.
He keeps clean now.
Jo stopped using in spring.
He is not using. The landlord says so.
She stopped using. Phone her.
He no longer uses the needle.
She never used that stuff.
He quit using his pipe.
He was a patient there.
He is a patient of Dr. Wu.
She was patient at the ward.
He drinks.
She stopped drinking. Coffee helps.
Drinking was why he missed work.
He works on his recovery at the hospital.
She lives at the shelter.
He sleeps at the bus shelter.
He works at the methadone clinic.
She went to the clinic.
He is in recovery.
Officers found crack in the pipe.
He had crack on him.
He took molly on Friday.
He gave his sister molly.
He misses molly.
He takes oxy.
She sees a drug counselor.
He is on MAT by choice.
She takes her meds.
He was sick for days.
She called in sick.
He is ill.
He has AIDS.
She is disabled.
He has a mental disorder.
Her depression is worse.
His withdrawal was bad.
He lives in a rehab house.
He did rehab.
He works the 12 steps.
His health insurance pays for it.
He was a substance user.
In substance use treatment since May.
The doctor says he can work.
Toma su medicamento todos los dÍas.
Va a juntas de NA y anda limpio.
Lleva un mes limpia y contenta.
En la casa está limpio.
En su trabajo está limpia.
Sigue limpio.
Dejó de usar.
Dejó de tomar.
Dejó de tomar la medicina.
Dejó de usar drogas y el carro.
Él bebe mucho.
Ella bebe los fines de semana.
Consume.
Consume mucha cocaína.
Es paciente de la clínica.
Es paciente ambulatorio.
Es paciente con diabetes.
Está en recuperación.
Vive en el albergue.
Duerme en el refugio.
Usa cristal.
Fuma mota.
Cuida su salud.
Está enferma.
Su consejera de adicciones.
Empezó su tratamiento.
Hace los doce pasos.
Desde que dejó la calle está limpio.
Desde que consiguió el trabajo está limpio.
Desde que perdió la licencia está limpio.
Sigue con el trabajo limpio desde mayo.
Anda con su uniforme limpio.
Everyone inside the house is clean.
Since leaving the apartment has been clean.
He works the twelve steps to stay focused.
Ya hizo los doce pasos de la casa Esperanza.
Está en tratamiento igual que su hermano.
Recibe un tratamiento justo en su barrio.
He gets fair treatment at Harbor House.
He has an interview at the clinic on Friday.
He is working at the hospital on his goals.
He rests as a doctor ordered.
She goes to college counseling every week.
He goes to the sports clinic for his knee.
He meets his medical assistant every Friday.
Ve a su asistente médico cada mes.
Lo llevaron para enfermería.
He has been on paid sick leave since March.
She has been patient there since May.
He was patient for two weeks at Mercy.
Antes compraba en la calle cristal.
Vendía en la calle perico.
Este bebe todos los días.
Mi bebe mucho los domingos.
He used to carry a small crack in his shoe.
Now he drinks only on Sundays.
Dejó de tomar la caja entera cada día.
Dejó de usar moto y polvo.
He stopped using cash and powder.
She stopped using public bathrooms to shoot up.
He quit using his old pipe.
He quit using his  pipe.
She stays by the bus shelter at night.
Está esperando un bebé.
Va a tener un bebé.
""".strip().splitlines()


@pytest.mark.parametrize("sentence", [*HARMLESS, *HARMLESS_ES])
def test_everyday_sentences_of_case_work_pass(sentence):
    check_says_no_health(sentence)
    check_texts(sentence)


@pytest.mark.parametrize("sentence", ABOUT_HEALTH)
def test_whatever_speaks_of_health_substances_or_a_shelter_is_refused(sentence):
    with pytest.raises(Refused, match="Take “"):
        check_says_no_health(sentence)


def test_the_refusal_names_the_words_as_they_were_typed():
    with pytest.raises(Refused, match="Take “clínica” out"):
        check_says_no_health("Fue a la clínica legal, y después a la clínica.")
