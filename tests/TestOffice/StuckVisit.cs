using System.Text.Json.Nodes;
using Npgsql;

namespace OpsWorkflows.TestOffice;

/// <summary>
/// A procedure that stops at its first step: a decision about a list that is empty. Whoever repairs it fills in the list, or decides.
/// Beside it a fault with words of its author, about which nothing can be done but to leave it out.
/// </summary>
public static class StuckVisit
{
    public const string Id = "stuck-visit";
    public const string Decide = "decide";

    /// <summary>What stands in the message of the fault and in a variable, and only people on the case may read.</summary>
    public const string Secret = "Tajne-o-rodzinie";

    public static JsonObject Document(string id = Id, bool stopsAll = false, bool withFault = false) => JsonNode.Parse($$$$"""
        {
          "definitionId": "{{{{id}}}}", "name": "Wizyta z przeszkodami", "options": {"incidentStrategyType": "{{{{(stopsAll ? "FaultStrategy" : "ContinueWithIncidentsStrategy")}}}}"},
          "customProperties": {"startRole": "social-worker"},
          "inputs": [{"name": "receivedOn", "type": "String"}],
          "variables": [{"id": "v1", "name": "needs", "typeName": "Object"}, {"id": "v2", "name": "note", "typeName": "String", "value": "{{{{Secret}}}}"},
            {"id": "v3", "name": "rooms", "typeName": "Int32"}, {"id": "v4", "name": "safe", "typeName": "Boolean"}, {"id": "v5", "name": "children", "typeName": "String", "isArray": true}],
          "root": {
            "id": "flow", "type": "Elsa.Flowchart", "version": 1,
            "activities": [
              {"id": "fork", "type": "Elsa.FlowFork", "version": 1, "name": "fork", "branches": {"expression": {"type": "Object", "value": "{{{{(withFault ? "[\\\"A\\\",\\\"B\\\"]" : "[\\\"A\\\"]")}}}}"}}},
              {"id": "{{{{Decide}}}}", "type": "Elsa.FlowDecision", "version": 1, "name": "decide", "metadata": {"displayText": "Czy są potrzeby?"},
                "condition": {"expression": {"type": "JavaScript", "value": "getVariable('needs').length > 0"}}},
              {"id": "boom", "type": "Elsa.Fault", "version": 1, "name": "boom", "message": {"expression": {"type": "Literal", "value": "{{{{Secret}}}}"}}},
              {"id": "visit", "type": "Ops.UserTask", "version": 1, "name": "visit", "title": {"expression": {"type": "Literal", "value": "Wizyta w domu"}},
                "role": {"expression": {"type": "Literal", "value": "social-worker"}}, "outcomes": {"expression": {"type": "Object", "value": "[\"Done\"]"}},
                "form": {"expression": {"type": "Literal", "value": "visit"}}, "rememberedAnswers": {"expression": {"type": "Object", "value": "[\"undeclared\"]"}}},
              {"id": "letter", "type": "Ops.UserTask", "version": 1, "name": "letter", "title": {"expression": {"type": "Literal", "value": "Pismo do rodziny"}},
                "role": {"expression": {"type": "Literal", "value": "social-worker"}}, "outcomes": {"expression": {"type": "Object", "value": "[\"Done\"]"}}}
            ],
            "connections": [
              {"source": {"activity": "fork", "port": "A"}, "target": {"activity": "{{{{Decide}}}}", "port": "In"}},
              {"source": {"activity": "fork", "port": "B"}, "target": {"activity": "boom", "port": "In"}},
              {"source": {"activity": "{{{{Decide}}}}", "port": "True"}, "target": {"activity": "visit", "port": "In"}},
              {"source": {"activity": "{{{{Decide}}}}", "port": "False"}, "target": {"activity": "letter", "port": "In"}}
            ]
          }
        }
        """)!.AsObject();

    public static JsonObject Resources() => JsonNode.Parse("""
        {"forms": {
          "start": {"title": "Zgłoszenie", "fields": [{"name": "receivedOn", "label": "Data wpływu", "type": "date", "required": true},
            {"name": "familyName", "label": "Nazwisko", "type": "text"}, {"name": "familyAddress", "label": "Adres", "type": "text"}]},
          "visit": {"title": "Wizyta", "fields": [{"name": "undeclared", "label": "Uwagi", "type": "text"}]}},
         "mails": {"assigned": "Subject: Zadanie {{step}}\n\nJest zadanie."}}
        """)!.AsObject();

    /// <summary>Publishes the procedure under an id of its own, so that a test counts only what it started itself.</summary>
    public static async Task<string> PublishAsync(NpgsqlDataSource database, bool stopsAll = false, bool withFault = false)
    {
        var id = $"{Id}-{Guid.CreateVersion7():N}";
        await new ProcedureShelf(database).PublishAsync(Document(id, stopsAll, withFault), Resources());
        return id;
    }
}
