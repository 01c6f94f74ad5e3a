using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests;

/// <summary>
/// A small procedure with a field of every type: the social worker visits and names an assistant, who gets the case; then somebody
/// of a role that nobody on the case has reviews it.
/// </summary>
static class HomeVisit
{
    public const string Id = "home-visit";

    /// <summary>As many families as one assistant may have: more than all tests of one office give to somebody.</summary>
    public const int Caseload = 60;

    /// <summary>All that the form of the visit has to have.</summary>
    public static JsonObject Answers(Guid assistant) => new()
    {
        ["visitDate"] = "2026-03-04",
        ["result"] = "good",
        ["assistant"] = assistant.ToString(),
    };

    public static JsonObject Document() => JsonNode.Parse("""
        {
          "definitionId": "home-visit", "name": "Wizyta", "options": {"incidentStrategyType": "ContinueWithIncidentsStrategy"},
          "customProperties": {"startRole": "social-worker", "milestoneTitles": {"received": "Wpływ"}},
          "inputs": [{"name": "receivedOn", "type": "String"}, {"name": "source", "type": "String"}, {"name": "urgent", "type": "Boolean"}],
          "variables": [{"id": "assistant", "name": "assistant", "typeName": "String"}],
          "root": {
            "id": "flow", "type": "Elsa.Flowchart", "version": 1,
            "activities": [
              {"id": "received", "type": "Ops.SetMilestone", "version": 1, "name": "received", "milestone": {"expression": {"type": "Literal", "value": "received"}},
                "date": {"expression": {"type": "JavaScript", "value": "getInput('receivedOn')"}}},
              {"id": "phase", "type": "Ops.CaseStatus", "version": 1, "name": "phase", "status": {"expression": {"type": "Literal", "value": "analysis"}}},
              {"id": "visit", "type": "Ops.UserTask", "version": 1, "name": "visit",
                "title": {"expression": {"type": "Literal", "value": "Wizyta w domu"}}, "role": {"expression": {"type": "Literal", "value": "social-worker"}},
                "form": {"expression": {"type": "Literal", "value": "visit"}}, "outcomes": {"expression": {"type": "Object", "value": "[\"Done\",\"Again\"]"}},
                "outcomeLabels": {"expression": {"type": "Object", "value": "{\"Done\":\"Odbyta\",\"Again\":\"Jeszcze raz\"}"}},
                "limitCount": {"expression": {"type": "Literal", "value": "14"}}, "limitUnit": {"expression": {"type": "Literal", "value": "days"}},
                "limitFrom": {"expression": {"type": "Literal", "value": "received"}}, "ladder": {"expression": {"type": "Literal", "value": "default"}},
                "rememberedAnswers": {"expression": {"type": "Object", "value": "[\"assistant\"]"}}},
              {"id": "assign", "type": "Ops.AssignPerson", "version": 1, "name": "assign", "role": {"expression": {"type": "Literal", "value": "assistant"}},
                "person": {"expression": {"type": "JavaScript", "value": "getVariable('assistant')"}},
                "maximumCaseload": {"expression": {"type": "Literal", "value": "60"}}, "separateFrom": {"expression": {"type": "Object", "value": "[\"social-worker\"]"}}},
              {"id": "review", "type": "Ops.UserTask", "version": 1, "name": "review",
                "title": {"expression": {"type": "Literal", "value": "Sprawdzenie"}}, "role": {"expression": {"type": "Literal", "value": "foster-coordinator"}},
                "outcomes": {"expression": {"type": "Object", "value": "[\"Accepted\"]"}}}
            ],
            "connections": [
              {"source": {"activity": "received", "port": "Done"}, "target": {"activity": "phase", "port": "In"}},
              {"source": {"activity": "phase", "port": "Done"}, "target": {"activity": "visit", "port": "In"}},
              {"source": {"activity": "visit", "port": "Done"}, "target": {"activity": "assign", "port": "In"}},
              {"source": {"activity": "visit", "port": "Again"}, "target": {"activity": "visit", "port": "In"}},
              {"source": {"activity": "assign", "port": "Done"}, "target": {"activity": "review", "port": "In"}}
            ]
          }
        }
        """)!.AsObject();

    public static JsonObject Resources() => JsonNode.Parse("""
        {
          "forms": {
            "start": {"title": "Zgłoszenie", "fields": [
              {"name": "receivedOn", "label": "Data wpływu", "type": "date", "required": true},
              {"name": "source", "label": "Źródło", "type": "choice", "required": true, "options": [{"value": "family", "label": "Rodzina"}, {"value": "neighbour", "label": "Sąsiad"}]},
              {"name": "urgent", "label": "Pilna", "type": "yes-no"},
              {"name": "familyName", "label": "Nazwisko", "type": "text"},
              {"name": "familyAddress", "label": "Adres", "type": "text"},
              {"name": "note", "label": "Opis", "type": "long-text"}]},
            "visit": {"title": "Wizyta", "fields": [
              {"name": "visitDate", "label": "Data wizyty", "hint": "Dzień", "type": "date", "required": true},
              {"name": "result", "label": "Wynik", "type": "choice", "required": true, "options": [{"value": "good", "label": "Dobry"}, {"value": "bad", "label": "Zły"}]},
              {"name": "needs", "label": "Potrzeby", "type": "choices", "options": [{"value": "food", "label": "Jedzenie"}, {"value": "home", "label": "Mieszkanie"}]},
              {"name": "rooms", "label": "Pokoje", "type": "number"},
              {"name": "rent", "label": "Czynsz", "type": "money"},
              {"name": "safe", "label": "Bezpiecznie", "type": "yes-no"},
              {"name": "why", "label": "Powód powtórzenia", "type": "long-text", "requiredFor": ["Again"]},
              {"name": "assistant", "label": "Asystent", "type": "person", "role": "assistant", "requiredFor": ["Done"]},
              {"name": "children", "label": "Dzieci", "type": "rows", "fields": [{"name": "child", "label": "Imię", "type": "text", "required": true}, {"name": "born", "label": "Urodzone", "type": "date"}]}]}
          },
          "ladders": {"default": {"rungs": [{"when": "passing", "to": ["assignee"], "mail": "late"}]}},
          "mails": {"assigned": "Subject: Zadanie {{step}} w sprawie {{caseMark}}\n\nJest zadanie.", "late": "Subject: Po terminie: {{step}}\n\nMinął termin."}
        }
        """)!.AsObject();
}
