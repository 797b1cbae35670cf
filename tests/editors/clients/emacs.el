;;; Asks of the language server what an author would, in an Emacs without a window; writes what came to ANSWERS, as JSON.

(require 'cl-lib)
(require 'json)
(set-language-environment "UTF-8")
(setq eglot-sync-connect 60 eglot-confirm-server-initiated-edits nil)

(defvar answers nil)
(defun answer (what value) (push (cons what value) answers))
(defun ask (method params) (jsonrpc-request (eglot--current-server-or-lose) method params))
(defun is-proved () (cl-some (lambda (each) (string-match-p "no branch" (flymake-diagnostic-text each)))
                             (flymake-diagnostics)))

(find-file (getenv "GUIDELINE"))
(call-interactively #'eglot)
(cl-loop repeat 300 until (is-proved) do (accept-process-output nil 0.2) (flymake-start))
(answer 'diagnostics
        (mapcar (lambda (each)
                  (let ((text (flymake-diagnostic-text each)))
                    (string-match "MG[0-9]+" text)
                    (cons (match-string 0 text)
                          `((message . ,text)
                            (under . ,(buffer-substring-no-properties
                                       (flymake-diagnostic-beg each) (flymake-diagnostic-end each)))))))
                (flymake-diagnostics)))

(goto-char (point-min))
(search-forward "by clear")
(answer 'hover (plist-get (plist-get (ask :textDocument/hover (eglot--TextDocumentPositionParams)) :contents) :value))
(let ((start (plist-get (plist-get (elt (ask :textDocument/definition (eglot--TextDocumentPositionParams)) 0) :range)
                        :start)))
  (answer 'definition `((line . ,(plist-get start :line)) (character . ,(plist-get start :character)))))

(goto-char (point-min))
(search-forward "decide")
(let ((actions (eglot-code-actions (point) (line-end-position) nil nil)))
  (answer 'actions (vconcat (mapcar (lambda (each) (plist-get each :title)) actions)))
  (eglot--apply-workspace-edit
   (plist-get (cl-find "Add a branch" actions
                       :test (lambda (words each) (string-prefix-p words (plist-get each :title))))
              :edit)))
(goto-char (point-min))
(search-forward "by clear")
(eglot--signal-textDocument/didChange) ; what a pause in typing does
(eglot-rename "kidney_clearance")
(eglot-format-buffer)
(answer 'text (buffer-substring-no-properties (point-min) (point-max)))

(goto-char (point-max))
(insert "  when kid")
(answer 'completion (vconcat (all-completions "kid" (nth 2 (eglot-completion-at-point)))))

(let ((coding-system-for-write 'utf-8))
  (with-temp-file (getenv "ANSWERS") (insert (json-encode answers))))
(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
